#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Check the data of the demonstration district (src/app/demo/*.json).

Decides whether the files can be replayed: codes are unique, references point at something, the
catalogue has exactly three levels, lengths hold after the longest slot values are filled in, every
slot is known, and the text is UTF-8 in NFC. It does not judge how well a text reads.
Prints one line for each fault, with file and name, and exits with 1 when there is any.
"""
import collections
import datetime
import itertools
import json
import pathlib
import re
import sys
import unicodedata

ROOT = pathlib.Path(__file__).resolve().parent.parent / "src" / "app" / "demo"
FILES = ("units", "categories", "accounts", "enterprises", "persons", "requests", "phrases")
SIZE_MAX_BYTES = 400_000
TITLE_MAX = 40
TEXT_MIN = 40
TEXT_MAX = 400
PHRASE_MAX = 200
LEAF_TEMPLATES_MIN = 5
FITTING_MIN = 8
UNIT_KINDS = {"leadership", "office", "department", "township", "street", "zone", "window",
              "callback"}
LOCAL_KINDS = {"township", "street", "zone"}
ROLES = {"clerk", "handler", "head", "operator", "supervisor", "leader", "sysadmin", "secadmin",
         "auditor"}
KINDS = {"consult", "help", "complaint", "suggestion"}
URGENCIES = {"normal", "urgent", "critical"}
CHANNELS = {"phone", "letter", "visit", "counter", "web"}
COMPUTED = {"=caller.name", "=caller.we", "=caller.township", "=day.previous_month"}
COMPUTED_LONGEST = {"=caller.we": "我公司", "=caller.township": "古沟回族乡",
                    "=day.previous_month": "12月"}
SLOT = re.compile(r"\{([^{}]*)\}")
PHONE = re.compile(r"1990554\d{4}")
CALLBACK_SAYS = ("satisfied", "basically", "dissatisfied", "untrue", "not_done", "not_solved")
SITUATIONS = ("first_contact", "handler_note", "objection", "arbitration_upheld",
              "arbitration_rejected", "head_return", "head_approve", "withdrawal", "not_reached",
              "dispatch_note", "answer_opening", "answer_closing")
# Said now and then only, so few will do.
RARE = ("repeat", "no_phone", "amended")
ANSWERS = ("resolved", "partly", "explained", "refused")

faults = []


def fault(file, name, what):
    faults.append(f"{file}: {name}: {what}")


def load(name):
    path = ROOT / f"{name}.json"
    try:
        raw = path.read_bytes()
        text = raw.decode("utf-8")
        data = json.loads(text, object_pairs_hook=lambda pairs: unique_keys(name, pairs))
    except (OSError, ValueError) as error:
        fault(name, path.name, f"cannot be read: {error}")
        return None
    if len(raw) >= SIZE_MAX_BYTES:
        fault(name, path.name, f"{len(raw)} bytes, the limit is {SIZE_MAX_BYTES}")
    if unicodedata.normalize("NFC", text) != text:
        fault(name, path.name, "is not in NFC")
    for number, line in enumerate(text.split("\n"), 1):
        bad = [c for c in line if unicodedata.category(c) in ("Cc", "Cf", "Co", "Cn")]
        if bad or "\ufffd" in line:
            fault(name, f"line {number}", "holds a control or replacement character")
    return data


def unique_keys(file, pairs):
    for key, count in collections.Counter(key for key, _ in pairs).items():
        if count > 1:
            fault(file, key, "the key occurs twice in one object")
    return dict(pairs)


def check_keys(file, name, row, required, optional=()):
    for key in required:
        if key not in row:
            fault(file, name, f"{key} is missing")
    for key in row:
        if key not in required and key not in optional:
            fault(file, name, f"{key} is not a known key")
    return all(key in row for key in required)


def check_unique(file, values, what):
    for value, count in collections.Counter(values).items():
        if count > 1:
            fault(file, value, f"{what} occurs {count} times")


def check_units(units):
    seen = {}
    for unit in units:
        name = unit.get("code", "?")
        if not check_keys("units", name, unit, ("code", "name", "name_en", "kind", "parent")):
            continue
        if not re.fullmatch(r"[a-z][a-z0-9-]{1,19}", name):
            fault("units", name, "code is not a short ascii slug")
        if unit["kind"] not in UNIT_KINDS:
            fault("units", name, f"kind {unit['kind']} is unknown")
        if unit["parent"] is None:
            if seen:
                fault("units", name, "only the first unit has no parent")
        elif unit["parent"] not in seen:
            fault("units", name, f"parent {unit['parent']} does not stand before it")
        if not unit["name"] or not unit["name_en"].isascii():
            fault("units", name, "name is empty or name_en is not ascii")
        seen[name] = unit
    check_unique("units", [unit.get("code") for unit in units], "code")
    check_unique("units", [unit.get("name") for unit in units], "name")
    for kind in ("window", "callback"):
        if not any(unit.get("kind") == kind for unit in units):
            fault("units", kind, "no unit of this kind")
    return seen


def check_categories(categories, units):
    seen = {}
    for row in categories:
        name = row.get("code", "?")
        keys = ("code", "parent", "name", "name_en", "lead", "kind_hint")
        if not check_keys("categories", name, row, keys, ("local",)):
            continue
        if not re.fullmatch(r"\d\d(-\d\d){0,2}", name):
            fault("categories", name, "code is not of one to three pairs of digits")
            continue
        parent = name[:-3] if len(name) > 2 else None
        if row["parent"] != parent:
            fault("categories", name, f"parent is {row['parent']}, its code says {parent}")
        if parent is not None and parent not in seen:
            fault("categories", name, f"parent {parent} does not stand before it")
        if len(name) == 8:
            if row["lead"] not in units:
                fault("categories", name, f"lead {row['lead']} is not a unit")
            if row["kind_hint"] not in KINDS:
                fault("categories", name, f"kind_hint {row['kind_hint']} is unknown")
        elif row["lead"] is not None or row["kind_hint"] is not None or "local" in row:
            fault("categories", name, "only a leaf has lead, kind_hint and local")
        if not row["name"] or not row["name_en"].isascii():
            fault("categories", name, "name is empty or name_en is not ascii")
        seen[name] = row
    check_unique("categories", [row.get("code") for row in categories], "code")
    siblings = [f"{row.get('parent')}/{row.get('name')}" for row in categories]
    check_unique("categories", siblings, "name beside its siblings")
    for code in seen:
        if len(code) < 8 and not any(other.startswith(code + "-") for other in seen):
            fault("categories", code, "has no leaf below it: not exactly three levels")
    return seen


def check_accounts(accounts, units, categories):
    held = collections.defaultdict(set)
    for row in accounts:
        name = row.get("login", "?")
        if not check_keys("accounts", name, row, ("login", "name", "name_en", "unit", "roles")):
            continue
        if not re.fullmatch(r"[a-z][a-z0-9-]{2,31}", name):
            fault("accounts", name, "login is not short ascii")
        if row["unit"] not in units:
            fault("accounts", name, f"unit {row['unit']} is not known")
        if not row["name_en"].isascii():
            fault("accounts", name, "name_en is not ascii")
        if not row["roles"] or not set(row["roles"]) <= ROLES:
            fault("accounts", name, f"roles {row['roles']} are not known")
        if len({"sysadmin", "secadmin", "auditor"} & set(row["roles"])) > 1:
            fault("accounts", name, "holds two of the three administrators' roles")
        for role in row["roles"]:
            held[role].add(row["unit"])
    check_unique("accounts", [row.get("login") for row in accounts], "login")
    check_unique("accounts", [row.get("name") for row in accounts], "name")
    for role in sorted(ROLES - set(held)):
        fault("accounts", role, "nobody has this role")
    leads = {row["lead"] for row in categories.values() if row.get("lead")}
    leads |= {code for code, unit in units.items() if unit["kind"] in LOCAL_KINDS}
    for code in sorted(leads):
        for role in ("handler", "head"):
            if code not in held[role]:
                fault("accounts", code, f"leads matters and has no {role}")


def check_parties(enterprises, persons, units, accounts):
    local = {code for code, unit in units.items() if unit["kind"] in LOCAL_KINDS}
    keys = ("name", "industry", "town", "we", "contact", "phone")
    for row in enterprises:
        name = row.get("name", "?")
        if check_keys("enterprises", name, row, keys):
            if row["town"] not in local:
                fault("enterprises", name, f"town {row['town']} is not a township, street or zone")
            if not PHONE.fullmatch(row["phone"]):
                fault("enterprises", name, f"phone {row['phone']} is not of the invented range")
            if not 4 <= len(name) <= 40:
                fault("enterprises", name, "length of the name")
    for row in persons:
        name = row.get("name", "?")
        if check_keys("persons", name, row, ("name", "phone", "town")):
            if row["town"] not in local:
                fault("persons", name, f"town {row['town']} is not a township, street or zone")
            if not PHONE.fullmatch(row["phone"]):
                fault("persons", name, f"phone {row['phone']} is not of the invented range")
    check_unique("enterprises", [row.get("name") for row in enterprises], "name")
    phones = [row.get("phone") for row in itertools.chain(enterprises, persons)]
    check_unique("enterprises+persons", phones, "phone")
    people = [row.get("contact") for row in enterprises] + [row.get("name") for row in persons]
    people += [row.get("name") for row in accounts]
    check_unique("people", people, "name")


def longest_slots(slots, enterprises):
    longest = {}
    for name, values in slots.items():
        if isinstance(values, str):
            if values not in COMPUTED:
                fault("requests", name, f"computed slot {values} is unknown")
            longest[name] = COMPUTED_LONGEST.get(values, "")
            if values == "=caller.name":
                longest[name] = max((row["name"] for row in enterprises), key=len)
        elif not values:
            fault("requests", name, "slot has no value")
        else:
            check_unique(f"requests: slot {name}", values, "value")
            longest[name] = max(values, key=len)
            for value in values:
                if not value or SLOT.search(value):
                    fault("requests", name, f"slot value {value!r}")
    return longest


def fill(file, name, text, longest):
    for slot in SLOT.findall(text):
        if slot not in longest:
            fault(file, name, f"slot {{{slot}}} is unknown")
    filled = SLOT.sub(lambda match: longest.get(match.group(1), ""), text)
    if "{" in filled or "}" in filled:
        fault(file, name, "a brace that is no slot")
    return filled


def check_day(name, row, key):
    if key in row:
        try:
            datetime.date.fromisoformat(row[key])
        except (TypeError, ValueError):
            fault("requests", name, f"{key} {row[key]} is not a day")


def callers_of(row, enterprises, groups):
    wanted = set()
    for industry in row.get("industries", ()):
        wanted |= set(groups.get(industry[1:], ())) if industry.startswith("@") else {industry}
    return [e for e in enterprises if (not wanted or e["industry"] in wanted)
            and ("town" not in row or e["town"] == row["town"])]


def check_requests(data, categories, enterprises, units):
    if not check_keys("requests", "top", data, ("slots", "industry_groups", "requests")):
        return
    longest = longest_slots(data["slots"], enterprises)
    groups = data["industry_groups"]
    industries = {row["industry"] for row in enterprises}
    for group, members in groups.items():
        for member in set(members) - industries:
            fault("requests", group, f"industry {member} has no enterprise")
    per_leaf = collections.Counter()
    used = set()
    required = ("category", "caller", "urgency", "title", "text")
    optional = ("channel", "industries", "town", "months", "from", "to", "anonymous", "secret",
                "local", "kind")
    for row in data["requests"]:
        name = f"{row.get('category')} {row.get('title')}"
        if not check_keys("requests", name, row, required, optional):
            continue
        per_leaf[row["category"]] += 1
        if len(row["category"]) != 8 or row["category"] not in categories:
            fault("requests", name, "category is not a leaf")
        if row["caller"] not in ("enterprise", "person"):
            fault("requests", name, f"caller {row['caller']} is unknown")
        if row.get("kind", "help") not in KINDS:
            fault("requests", name, f"kind {row['kind']} is unknown")
        if row["urgency"] not in URGENCIES:
            fault("requests", name, f"urgency {row['urgency']} is unknown")
        if row.get("channel", "web") not in CHANNELS:
            fault("requests", name, f"channel {row['channel']} is unknown")
        if "town" in row and row["town"] not in units:
            fault("requests", name, f"town {row['town']} is not a unit")
        if not set(row.get("months", (1,))) <= set(range(1, 13)):
            fault("requests", name, f"months {row['months']}")
        check_day(name, row, "from")
        check_day(name, row, "to")
        for industry in row.get("industries", ()):
            if industry not in industries and industry[1:] not in groups:
                fault("requests", name, f"industry {industry} is unknown")
        if row["caller"] == "enterprise" and len(callers_of(row, enterprises, groups)) < 3:
            fault("requests", name, "fewer than three enterprises can be its caller")
        if row["caller"] == "person":
            for slot in ("enterprise", "we"):
                if "{" + slot + "}" in row["title"] + row["text"]:
                    fault("requests", name, f"a person has no {{{slot}}}")
        used |= set(SLOT.findall(row["title"] + row["text"]))
        title = fill("requests", name, row["title"], longest)
        text = fill("requests", name, row["text"], longest)
        if not 4 <= len(title) <= TITLE_MAX:
            fault("requests", name, f"title of {len(title)} characters")
        if not TEXT_MIN <= len(text) <= TEXT_MAX:
            fault("requests", name, f"text of {len(text)} characters")
        if "我公司" in text and row["caller"] == "person":
            fault("requests", name, "a person speaks as a company")
    for slot in set(data["slots"]) - used:
        fault("requests", slot, "slot is never used")
    check_unique("requests", [row.get("text") for row in data["requests"]], "text")
    check_unique("requests", [row.get("title") for row in data["requests"]], "title")
    for code in categories:
        if len(code) == 8 and per_leaf[code] < LEAF_TEMPLATES_MIN:
            fault("requests", code, f"{per_leaf[code]} templates")


def check_list(name, phrases, least, leaves):
    if not isinstance(phrases, list) or len(phrases) < least:
        fault("phrases", name, f"fewer than {least} phrases")
        return
    fits = collections.Counter()
    for phrase in phrases:
        label = f"{name}: {str(phrase.get('text'))[:20]}"
        if not check_keys("phrases", label, phrase, ("text",), ("for", "caller", "kind")):
            continue
        check_text(label, phrase["text"])
        for prefix in phrase.get("for", ()):
            if not any(leaf == prefix or leaf.startswith(prefix + "-") for leaf in leaves):
                fault("phrases", label, f"category {prefix} is unknown")
        if phrase.get("caller", "person") not in ("person", "enterprise"):
            fault("phrases", label, f"caller {phrase['caller']} is unknown")
        if phrase.get("kind", "help") not in KINDS:
            fault("phrases", label, f"kind {phrase['kind']} is unknown")
        if "caller" in phrase or "kind" in phrase:
            continue
        for leaf in leaves:
            prefixes = phrase.get("for", (leaf,))
            if any(leaf == prefix or leaf.startswith(prefix + "-") for prefix in prefixes):
                fits[leaf] += 1
    check_unique(f"phrases: {name}", [phrase.get("text") for phrase in phrases], "phrase")
    for leaf in leaves:
        if fits[leaf] < FITTING_MIN:
            fault("phrases", name, f"only {fits[leaf]} phrases fit any request of {leaf}")


def check_text(label, text):
    if not 2 <= len(text) <= PHRASE_MAX:
        fault("phrases", label, f"phrase of {len(text)} characters")
    if "{" in text or "}" in text:
        fault("phrases", label, "a phrase has no slots")


def check_phrases(data, categories):
    leaves = [code for code in categories if len(code) == 8]
    keys = SITUATIONS + RARE + ("answers", "answers_by_category", "callback")
    if not check_keys("phrases", "top", data, keys):
        return
    for situation in SITUATIONS:
        check_list(situation, data[situation], 20, leaves)
    for situation in RARE:
        check_list(situation, data[situation], FITTING_MIN, leaves)
    check_keys("phrases", "answers", data["answers"], ANSWERS)
    for outcome, phrases in data["answers"].items():
        check_list(f"answers.{outcome}", phrases, 20, leaves)
    check_keys("phrases", "answers_by_category", data["answers_by_category"], leaves)
    for leaf, outcomes in data["answers_by_category"].items():
        check_keys("phrases", f"answers_by_category.{leaf}", outcomes, ANSWERS)
        for outcome, texts in outcomes.items():
            if not texts:
                fault("phrases", f"{leaf} {outcome}", "no phrase")
            for text in texts:
                check_text(f"{leaf} {outcome}", text)
    check_keys("phrases", "callback", data["callback"], CALLBACK_SAYS)
    for kind, phrases in data["callback"].items():
        check_list(f"callback.{kind}", phrases, 20, leaves)


def main():
    data = {name: load(name) for name in FILES}
    if all(value is not None for value in data.values()):
        units = check_units(data["units"])
        categories = check_categories(data["categories"], units)
        check_accounts(data["accounts"], units, categories)
        check_parties(data["enterprises"], data["persons"], units, data["accounts"])
        check_requests(data["requests"], categories, data["enterprises"], units)
        check_phrases(data["phrases"], categories)
    for line in faults:
        print(line)
    if faults:
        print(f"demo data: {len(faults)} faults")
        return 1
    print(f"demo data: {len(data['units'])} units, {len(data['categories'])} categories, "
          f"{len(data['accounts'])} accounts, {len(data['enterprises'])} enterprises, "
          f"{len(data['persons'])} persons, {len(data['requests']['requests'])} requests: no fault")
    return 0


if __name__ == "__main__":
    sys.exit(main())
