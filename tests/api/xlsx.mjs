// SPDX-License-Identifier: Apache-2.0
// Workbooks as somebody else's program sees them: Python's zipfile and XML read what ours wrote, and write what ours reads.
import { spawn } from 'node:child_process';

const reader = `
import io, json, sys, zipfile
from xml.etree import ElementTree as tree
main = '{http://schemas.openxmlformats.org/spreadsheetml/2006/main}'
book = zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read()))
assert book.testzip() is None
sheets = []
names = [s.get('name') for s in tree.fromstring(book.read('xl/workbook.xml')).iter(main + 'sheet')]
strings = []
if 'xl/sharedStrings.xml' in book.namelist():
    strings = [''.join(t.text or '' for t in si.iter(main + 't')) for si in tree.fromstring(book.read('xl/sharedStrings.xml')).iter(main + 'si')]
styles = tree.fromstring(book.read('xl/styles.xml'))
codes = {f.get('numFmtId'): f.get('formatCode') for f in styles.iter(main + 'numFmt')}
formats = [codes.get(x.get('numFmtId'), x.get('numFmtId')) for x in styles.find(main + 'cellXfs')]
fills = [f.find('.//' + main + 'fgColor') for f in styles.find(main + 'fills')]
for i, name in enumerate(names):
    sheet = tree.fromstring(book.read('xl/worksheets/sheet%d.xml' % (i + 1)))
    rows = []
    for row in sheet.iter(main + 'row'):
        cells = {}
        for c in row.iter(main + 'c'):
            kind = c.get('t', 'n')
            text = ''.join(t.text or '' for t in c.iter(main + 't'))
            v = c.find(main + 'v')
            value = text if kind == 'inlineStr' else strings[int(v.text)] if kind == 's' else None if v is None else float(v.text) if kind == 'n' else v.text
            style = int(c.get('s', 0))
            cells[''.join(l for l in c.get('r') if l.isalpha())] = {'value': value, 'format': formats[style], 'formula': c.find(main + 'f') is not None,
                'fill': fills[int(list(styles.find(main + 'cellXfs'))[style].get('fillId'))].get('rgb') if fills[int(list(styles.find(main + 'cellXfs'))[style].get('fillId'))] is not None else None}
        rows.append(cells)
    pane = sheet.find('.//' + main + 'pane')
    filters = sheet.find(main + 'autoFilter')
    sheets.append({'name': name, 'rows': rows, 'frozen': pane is not None and pane.get('state') == 'frozen', 'filter': None if filters is None else filters.get('ref'),
        'choices': {v.get('sqref'): v.find(main + 'formula1').text for v in sheet.iter(main + 'dataValidation')}})
json.dump(sheets, sys.stdout)
`;
const writer = `
import io, json, sys, zipfile
from xml.sax.saxutils import escape
rows = json.load(sys.stdin)
main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
kind = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
rels = lambda *r: '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">' + ''.join('<Relationship Id="%s" Type="%s/%s" Target="%s"/>' % (i, kind, t, x) for i, t, x in r) + '</Relationships>'
def cell(value):
    if value is None: return '<c/>'
    if isinstance(value, (int, float)): return '<c><v>%s</v></c>' % value
    return '<c t="inlineStr"><is><t>%s</t></is></c>' % escape(value)
sheet = '<worksheet %s><sheetData>%s</sheetData></worksheet>' % (main, ''.join('<row>%s</row>' % ''.join(map(cell, r)) for r in rows))
out = io.BytesIO()
with zipfile.ZipFile(out, 'w', zipfile.ZIP_DEFLATED) as z:
    z.writestr('[Content_Types].xml', '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>')
    z.writestr('_rels/.rels', rels(('a', 'officeDocument', 'xl/workbook.xml')))
    z.writestr('xl/workbook.xml', '<workbook %s xmlns:r="%s"><sheets><sheet name="Sheet1" sheetId="1" r:id="a"/></sheets></workbook>' % (main, kind))
    z.writestr('xl/_rels/workbook.xml.rels', rels(('a', 'worksheet', 'worksheets/sheet1.xml')))
    z.writestr('xl/worksheets/sheet1.xml', sheet)
sys.stdout.buffer.write(out.getvalue())
`;

function python(script, input) {
  return new Promise((resolve, reject) => {
    const child = spawn('python3', ['-c', script]);
    const out = [];
    const err = [];
    child.stdout.on('data', (d) => out.push(d));
    child.stderr.on('data', (d) => err.push(d));
    child.on('close', (code) => (code ? reject(new Error(Buffer.concat(err).toString())) : resolve(Buffer.concat(out))));
    child.stdin.end(input);
  });
}

/** Sheets of a workbook: {name, rows: [{A: {value, format, fill, formula}}], frozen, filter, choices}. */
export const readWorkbook = async (bytes) => JSON.parse((await python(reader, Buffer.from(bytes))).toString());
/** A workbook of one sheet, of rows of texts, numbers and nulls. */
export const makeWorkbook = (rows) => python(writer, JSON.stringify(rows));
