import type { MembershipDuty } from '@jielong/members-contract';
import type { Language } from './session.js';

const words: Readonly<Record<MembershipDuty, string>> = {
  secretary: '书记',
  'deputy-secretary': '副书记',
  'committee-member': '支委',
  'branch-member': '成员',
  leader: '组长',
  'deputy-leader': '副组长',
  'group-member': '组员',
};
const isDuty = (duty: string): duty is MembershipDuty => duty in words;

/** A duty in a branch or group, for people. */
export const dutyWord = (duty: string, lang: Language): string => (lang === 'zh' && isDuty(duty) ? words[duty] : duty);
