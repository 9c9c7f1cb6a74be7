import type { SeatModel, SiteModel } from './site-model.ts'

/** The practice utility: the areas and VDNs of shared/settings/defaults.ts, twelve seats, and the reference dialplan. */

const seatNames = ['王建国', '李秀英', '张伟', '刘洋', '陈静', '杨帆', '赵敏', '黄磊', '周婷', '吴强', '徐丽', '孙浩']

const seats: SeatModel[] = seatNames.map((name, place) => ({
  interface: `PJSIP/${1001 + place}`,
  memberName: name,
  callerIdName: name,
}))

/** `1003` or `1003/1` for penalty 1. */
const members = (...places: string[]) =>
  places.map((place) => {
    const [extension, penalty] = place.split('/')
    return { interface: `PJSIP/${extension}`, penalty: Number(penalty ?? 0) }
  })

const usual = { weight: 0, serviceLevelSeconds: 20, wrapUpSeconds: 4 }

export const practiceSite: SiteModel = {
  service: '96777',
  codes: { 0: '8000', 1: '8001', 2: '8002', 3: '8003', 4: '8004', 911: '8001' },
  operatorVdn: '8000',
  vdns: {
    8000: { queue: 'operator', recorded: false },
    8001: { queue: 'repair', recorded: true },
    8002: { queue: 'complaint', recorded: false },
    8003: { queue: 'billing', recorded: false },
    8004: { queue: 'connection', recorded: false },
  },
  queues: [
    { ...usual, name: 'repair', strategy: 'linear', weight: 10, members: members('1001', '1002', '1003', '1004/1') },
    { ...usual, name: 'complaint', strategy: 'rrmemory', members: members('1004', '1005', '1003/1') },
    { ...usual, name: 'connection', strategy: 'rrmemory', members: members('1006', '1007', '1008/1') },
    { ...usual, name: 'billing', strategy: 'leastrecent', members: members('1008', '1009', '1010', '1007/1') },
    { ...usual, name: 'operator', strategy: 'ringall', members: members('1011', '1012') },
    { ...usual, name: 'overflow', strategy: 'ringall', members: members('1011', '1012', '1010/5') },
  ],
  overflowQueue: 'overflow',
  seats,
  ringTimeoutMs: 10_000,
  retryMs: 1_000,
  queueTimeoutSeconds: 60,
  overflowTimeoutSeconds: 120,
  ivr: {
    answerMs: 500,
    prompt: 'practice-menu',
    promptMs: 2_500,
    digitTimeoutMs: 3_000,
    invalidPromptMs: 4_440,
    tries: 3,
  },
  monitorFolder: '/var/spool/asterisk/monitor',
}
