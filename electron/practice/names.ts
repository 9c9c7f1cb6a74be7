import type { Random } from './random.ts'

/** Invented people and numbers. Mobile and 0755 numbers have the right shape; none is meant to be anybody's. */

const families = [
  '王',
  '李',
  '张',
  '刘',
  '陈',
  '杨',
  '赵',
  '黄',
  '周',
  '吴',
  '徐',
  '孙',
  '胡',
  '朱',
  '高',
  '林',
  '何',
  '郭',
] as const
const given = [
  '伟',
  '芳',
  '娜',
  '敏',
  '静',
  '丽',
  '强',
  '磊',
  '军',
  '洋',
  '勇',
  '艳',
  '杰',
  '娟',
  '涛',
  '明',
  '超',
  '秀英',
  '建国',
  '志强',
  '桂英',
  '海燕',
  '晓东',
  '文静',
  '国平',
  '雪梅',
  '小红',
  '大伟',
  '玉兰',
  '建华',
] as const
const shops = [
  '顺兴餐厅',
  '安居物业',
  '和平小学',
  '福田汽修',
  '康乐幼儿园',
  '鹏程酒店',
  '东升面馆',
  '翠竹花园管理处',
] as const
const mobilePrefixes = [
  '130',
  '133',
  '135',
  '136',
  '137',
  '138',
  '139',
  '150',
  '158',
  '177',
  '186',
  '188',
  '189',
] as const
const landPrefixes = ['0755821', '0755833', '0755265', '0755279', '0755861', '0755295'] as const

export const hospital = { number: '075526884100', name: '市人民医院' }

export type Person = { number: string; name: string }

/** A caller; every third has a name, as only some numbers are in the site's phone book. */
export function inventPerson(random: Random): Person {
  if (random.chance(0.25)) {
    const number = random.pick(landPrefixes) + random.digits(5)
    return { number, name: random.chance(0.35) ? random.pick(shops) : '' }
  }
  const number = random.pick(mobilePrefixes) + random.digits(8)
  return { number, name: random.chance(0.35) ? random.pick(families) + random.pick(given) : '' }
}

/** Everybody in one district rings at once: one exchange, one prefix. */
export function inventNeighbour(random: Random): Person {
  return {
    number: `07552731${random.digits(4)}`,
    name: random.chance(0.4) ? random.pick(families) + random.pick(given) : '',
  }
}
