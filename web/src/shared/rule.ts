// SPDX-License-Identifier: Apache-2.0
// A rule of time as the server writes it ("60d,noroll,warn=10d") in its parts and in words. The parts are read and written here only.
export type RuleUnit = 'wd' | 'd' | 'h';
export type WarnUnit = RuleUnit | '%';
export interface Rule { amount: number; unit: RuleUnit; first: boolean; noroll: boolean; warn: number; warnUnit: WarnUnit | '' }

type T = (key: string, named: Record<string, unknown>, plural: number) => string;

const whole = /^(\d+)(wd|d|h)(,first)?(,noroll)?(?:,warn=(\d+)(wd|d|h|%))?$/;

/** Null when it is no rule. */
export function parseRule(text: string): Rule | null {
  const m = whole.exec(text);
  return m && { amount: Number(m[1]), unit: m[2] as RuleUnit, first: Boolean(m[3]), noroll: Boolean(m[4]), warn: Number(m[5] ?? 0), warnUnit: (m[6] ?? '') as WarnUnit | '' };
}
export function formatRule(r: Rule): string {
  return `${r.amount}${r.unit}${r.first ? ',first' : ''}${r.noroll ? ',noroll' : ''}${r.warnUnit ? `,warn=${r.warn}${r.warnUnit}` : ''}`;
}
/** "5 working days" */
export const ruleLength = (r: Rule, t: T): string => t(`shared.rule.${r.unit}`, { n: r.amount }, r.amount);
/** "1 working day before", "when 80% of the time has passed" */
export const ruleWarning = (r: Rule, t: T): string =>
  (r.warnUnit === '%' ? t('shared.rule.share', { n: r.warn }, r.warn) : r.warnUnit ? t('shared.rule.before', { length: t(`shared.rule.${r.warnUnit}`, { n: r.warn }, r.warn) }, r.warn) : t('shared.rule.last_day', {}, 1));
