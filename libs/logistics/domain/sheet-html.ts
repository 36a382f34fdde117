import { beijingTime, type Exported } from '@jielong/kernel';
import { type Sheet, type SheetPage, type SheetRow, doorText, leftText, pagesOf, portionsLeft, sheetTitles, wayText } from './sheets.js';

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);

const style = `
@page { size: A4 portrait; margin: 12mm; }
* { box-sizing: border-box; }
body { margin: 0; font: 12pt/1.35 "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", sans-serif; color: #000; background: #fff; }
section { break-after: page; padding: 4mm 0; }
section:last-child { break-after: auto; }
table { width: 100%; border-collapse: collapse; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
th, td { border: 1px solid #000; padding: 1.2mm 1.6mm; text-align: left; vertical-align: top; }
thead tr:first-child th { border: 0; font-weight: normal; }
.title { font-size: 15pt; font-weight: bold; }
.page { font-family: monospace; font-size: 12pt; letter-spacing: 0.08em; white-space: nowrap; float: right; }
.tick { width: 9mm; font-size: 15pt; line-height: 1; text-align: center; }
.count { width: 12mm; text-align: right; }
.code { font-family: monospace; white-space: nowrap; }
.sign { width: 30mm; }
.done { color: #555; }
@media screen { body { max-width: 210mm; margin: 0 auto; padding: 4mm; } }
`;

const heads = {
  pickup: ['领', '房号', '称呼', '取货码', '待领', '份数', '签收 / 备注'],
  'to-door': ['送', '房号', '称呼', '方式', '待送', '份数', '结果（勾一项）'],
} as const;
const outcomes = '□送到 □放门口<br>□无人 □拒收';

function lineOf(kind: Sheet['kind'], row: SheetRow): string {
  const left = portionsLeft(row);
  const told = row.handedOut > 0 ? `已领 ${row.handedOut} 份` : '';
  const cells = [
    `<td class="tick">${left ? '☐' : '☑'}</td>`,
    `<td>${escaped(doorText(row))}</td>`,
    `<td>${escaped(row.maskedName)}</td>`,
    kind === 'to-door' ? `<td>${wayText(row.fulfilment)}</td>` : `<td class="code">${escaped(row.code)}</td>`,
    `<td>${escaped(leftText(row.left))}</td>`,
    `<td class="count">${left}</td>`,
    `<td class="sign">${kind === 'to-door' && left ? outcomes : told}</td>`,
  ];
  return `<tr${left ? '' : ' class="done"'}>${cells.join('')}</tr>`;
}

function section(sheet: Sheet, printed: string, page: SheetPage): string {
  const { kind } = sheet;
  const names = heads[kind].map((name) => `<th>${name}</th>`).join('');
  const total = page.rows.reduce((sum, row) => sum + portionsLeft(row), 0);
  const foot = `<tr><th colspan="5">本页 ${page.rows.length} 户</th><th class="count">${total}</th><th></th></tr>`;
  const body = page.rows.map((row) => lineOf(kind, row)).join('\n');
  return `<section><table><thead><tr><th colspan="${heads[kind].length}">${headOf(sheet, printed, page)}</th></tr><tr>${names}</tr></thead>
<tbody>${body}\n${foot}</tbody></table></section>`;
}

function headOf(
  { kind, compoundName, serviceDate, version }: Sheet,
  printed: string,
  { code, number, of, building, pointName }: SheetPage,
): string {
  const facts = [compoundName, pointName, serviceDate, `分配第${version}版`, printed].map(escaped).join(' · ');
  const title = `<span class="title">${sheetTitles[kind]} ${escaped(building)}栋</span>`;
  return `<span class="page">页码 ${code} · ${number}/${of}</span>${title}<br>${facts}`;
}

/** A page for the printer: A4, the header on every page, a new page for each building; no script, nothing fetched from elsewhere. Every page says who had it printed, and when. */
export function sheetHtml(sheet: Sheet, { by, at }: Exported): string {
  const printed = `打印于 ${beijingTime(at)} · ${by}`;
  const title = `${sheetTitles[sheet.kind]} ${escaped(sheet.compoundName)} ${escaped(sheet.serviceDate)}`;
  const pages = pagesOf(sheet);
  const body = pages.length
    ? pages.map((page) => section(sheet, printed, page)).join('\n')
    : `<section><p class="title">${title}</p><p>没有要列出的住户。</p><p>${escaped(printed)}</p></section>`;
  return `<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>${title}</title><style>${style}</style></head>\n<body>\n${body}\n</body></html>\n`;
}
