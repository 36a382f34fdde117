/** What neighbours write, after NFKC. Every pattern is sticky and bounded: a line is read once, from left to right. */
const sticky = (pattern: RegExp): RegExp => new RegExp(pattern.source, 'yu');
/** The match of a sticky pattern at a place, or null. */
export function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

export const portionUnits = '份包板袋桶盒箱套提把个';
const otherUnits = ['公斤', '千克', '毫升', 'kg', 'ml', 'g', 'L', ...'斤克枚颗只瓶根条片捆扎筐篮听罐支粒头棵串升'];

const chinese = '[零〇一二两俩三四五六七八九十百]{1,6}';
const number = `(?:\\d+(?:\\.\\d+)?|${chinese})`;
const range = '\\s?(?:-|~|–|—|/|\\u2044|到|至)\\s?';

/** A quantity: an operator, a number or what stands for one, a unit. Groups: operator, number, vague, more, unit, other, rest. */
export const quantity = sticky(
  new RegExp(
    `(?<operator>[x×*X✕:]\\s?)?` +
      `(?:(?<number>${number})(?<vague>${range}${number})?|(?<word>半|几|若干|数))` +
      `(?:(?<more>多|来|几)(?=\\s?[${portionUnits}]))?` +
      `(?:(?:\\s?(?<unit>[${portionUnits}])|\\s?(?<other>${otherUnits.join('|')}|(?<=\\d)两)(?![a-zA-Z]))(?<rest>半|多(?!放))?)?`,
  ),
);
/** Amounts that are words only behind an item: 蔬菜包一点. */
export const vagueAmount = sticky(/一些|一点|些|点|适量|多少|随便/);

export const each = sticky(/(?:各(?![位种自家])|每样|每种)(?:都|再)?(?:要|来|订|买|拿)?/);
/** 共3份, 共98元, 98元. Groups: word, amount, unit. */
export const total = sticky(
  new RegExp(`(?<word>一共|总共|共计|合计|总计|共)[:]?\\s?(?<amount>${number})(?<unit>元|块|[${portionUnits}件])?`),
);
export const money = sticky(/(?:¥\s?(?<sign>\d{1,7}(?:\.\d{1,2})?)(?![\d.])|(?<amount>\d{1,7}(?:\.\d{1,2})?)\s?(?:元|块)(?:钱)?)/);

export const or = sticky(/或者|或是|或|还是|\//);
export const joiner = sticky(/[+、&和跟与]|以及/);
export const comma = sticky(/[,;。!?]+/);
/** Signs that say nothing. */
export const sign = sticky(/[:~"“”'‘’《》「」…·^_|]+|[—-]+(?!\d)|\.(?!\d)/);

/** Actions. `behind`: what is cancelled stands before the word (鸡蛋不要了). */
export const actions = [
  { pattern: sticky(/改成|改为|更正为|更正|换成/), action: 'replace', behind: false },
  { pattern: sticky(/再加单|再加|加单|追加/), action: 'add', behind: false },
  { pattern: sticky(/取消|退单|撤单/), action: 'cancel', behind: false },
  { pattern: sticky(/不要了|不订了/), action: 'cancel', behind: true },
] as const;

export const sameAsAbove = sticky(/同楼上|同上|(?:跟|和)(?:上面|楼上)(?:的)?一样/);
export const meToo = sticky(/我也要|我也来|我也订/);

/** A remark although it may name an item: 少肥肉. It goes on to the next comma or space. */
export const wish = sticky(/(?:不要(?!了)|少|别|多放)[^\s,;。!?]*/);
export const remarkWord = sticky(/备注\s?:?\s?(?<remark>[^\s,;]*)/);

/** 代 帮 替, with or without a verb. */
export const proxyWord = sticky(/(?:代|帮|替)忙?(?:买|订|接龙|接|下单|带|拿|领|取)?\s?/);
/** The same signs where nobody orders for anybody. */
export const noProxy = sticky(
  /帮忙|(?:帮|替)我(?![妈爸家奶爷外姐哥弟妹儿女邻朋同们婆公老姑舅叔姨])|帮[拿送放取收领提搬带]|代[收取替付拿领]|替换/,
);
/** Words that ask politely or introduce, and order nothing. */
export const filler = sticky(
  /麻烦|谢谢(?:团长|大家|志愿者|啦|了)?|多谢|感谢|辛苦(?:志愿者|团长|大家)?了?|请|顺便|另外|我家|我们家|我们|我要|我是|我|还要|想要|需要|就要|要|来|订单|订|买|带|都|全部|全|的|了|接龙|报名|住|房号|住址|地址|姓名|品种/,
);

const label = '(?:联系)?(?:手机号码|手机号|手机|电话号码|电话|联系方式)';
/** Groups: number or tail. */
export const phone = sticky(
  new RegExp(
    `(?<!\\d)(?:${label}\\s?:?\\s?)?(?:\\+?86[- ]?)?(?<number>1\\d{2}[- ]?\\d{4}[- ]?\\d{4})(?!\\d)` +
      `|(?:(?:手机|电话)?(?:尾号|尾数|后四位)|${label})\\s?:?\\s?(?<tail>\\d{4})(?!\\d)`,
  ),
);

/** How people are called: such a word is a name, whatever characters it holds. */
export const titled = /(?:先生|女士|阿姨|叔叔?|师傅|老师|太太|小姐|大姐|大哥|姐|哥|爸|妈|奶奶|爷爷|大爷|大妈|\*)$/u;

export const latinWord = sticky(/[A-Za-z]{2,}[A-Za-z0-9_]*/);
export const letter = sticky(/(?<![A-Za-z])[A-Za-z](?![A-Za-z])|(?<![A-Za-z])[A-Za-z](?=[xX]\s?\d)/);
/** After a number, these make it a time, a date, a place or a count of people. */
export const notRoom = /^\s?[年月日点元块人岁时分秒楼%度]/u;
