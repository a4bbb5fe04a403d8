import { z } from 'zod';
import type { Store, Table } from '../store/store.js';

/** How this DingTalk behaves where the real one is undocumented, was seen to differ, or takes too long for a test. */
export const settingsSchema = z.strictObject({
  /** Life of user and application access tokens, in seconds. */
  accessTokenSeconds: z.int().min(1).max(7_776_000),
  /** Life of refresh tokens, in seconds; starts again at each rotation. */
  refreshTokenSeconds: z.int().min(1).max(31_536_000),
  /** Life of authorization codes, in seconds. */
  codeSeconds: z.int().min(1).max(86_400),
  /** Name(s) under which the redirect carries the code. */
  codeParameter: z.enum(['both', 'authCode']),
  /** A used refresh token sent again: refused, or answered as the first time. */
  refreshRepeat: z.enum(['single_use', 'idempotent']),
  /** For how long after a rotation the old refresh token is answered as the first time, in seconds, where it is single use. */
  refreshGraceSeconds: z.int().min(0).max(86_400),
  /** Whether a refresh token outlives the withdrawal of the consent behind it. */
  refreshAfterWithdrawal: z.enum(['works', 'fails']),
  /** Whether an authorization request without `prompt` is refused. */
  prompt: z.enum(['lenient', 'strict']),
  /** Lets members of other organisations pass the login of an internal application. */
  internalAppsAcceptOutsiders: z.boolean(),
  /** Whether the answer to a refresh repeats `corpId`. */
  refreshReturnsCorpId: z.boolean(),
  /** How the panel of `openAuth` ends: as the person decides, or at once like this. */
  openAuthAnswer: z.enum(['person', 'agree', 'refuse', 'failed', 'to_admin', 'close']),
  /** Whether a `failed` of `openAuth` says which error it was; DingTalk shows it on the panel only. */
  openAuthTellsCode: z.boolean(),
  /** How long an event pushed over HTTP may take to be answered, in seconds. */
  eventAnswerSeconds: z.number().min(0.05).max(60),
  /** Wait before an event that failed over HTTP is pushed for the second time, in seconds. */
  eventRetrySeconds: z.number().min(0).max(86_400),
  /** Wait before it is pushed for the third and last time, in seconds. */
  eventSecondRetrySeconds: z.number().min(0).max(86_400),
  /** Time after which an event sent over Stream is sent again unless acknowledged, in seconds. */
  eventRedeliverSeconds: z.number().min(0.05).max(86_400),
  /** Life of the ticket of a Stream connection, in seconds. */
  streamTicketSeconds: z.int().min(1).max(86_400),
  /** Time between two pings of a Stream connection, in seconds. */
  streamPingSeconds: z.number().min(0.05).max(86_400),
  /** Silence after which a Stream connection that was told to go is closed, in seconds. */
  streamSilenceSeconds: z.number().min(0.05).max(86_400),
  /** A message of a robot to nobody it knows: 200 with `invalidStaffIdList`, or `staffId.notExisted`. */
  robotUnknownPeople: z.enum(['listed', 'refused']),
  /** How many messages of a robot reach one person in a minute; more are flow controlled. */
  robotMessagesPerMinute: z.int().min(0).max(1000),
  /** How long an assistant waits for a skill, in seconds. */
  skillAnswerSeconds: z.number().min(0.05).max(600),
  /** How long the plugin platform waits for an ability, in seconds. */
  pluginAnswerSeconds: z.number().min(0.05).max(600),
  /** Moves the emulator's clock forward, in seconds. */
  clockOffsetSeconds: z.int().min(0).max(315_360_000),
});

export type SettingValues = z.output<typeof settingsSchema>;

/** A change names only what it changes. */
export const settingsChangeSchema = settingsSchema.partial();

const defaultSettings: SettingValues = {
  accessTokenSeconds: 7200,
  refreshTokenSeconds: 2_592_000,
  codeSeconds: 300,
  codeParameter: 'both',
  refreshRepeat: 'single_use',
  refreshGraceSeconds: 0,
  refreshAfterWithdrawal: 'works',
  prompt: 'lenient',
  internalAppsAcceptOutsiders: false,
  refreshReturnsCorpId: true,
  openAuthAnswer: 'person',
  openAuthTellsCode: false,
  eventAnswerSeconds: 2.5,
  eventRetrySeconds: 10,
  eventSecondRetrySeconds: 30,
  eventRedeliverSeconds: 60,
  streamTicketSeconds: 90,
  streamPingSeconds: 60,
  streamSilenceSeconds: 10,
  robotUnknownPeople: 'listed',
  robotMessagesPerMinute: 20,
  skillAnswerSeconds: 30,
  pluginAnswerSeconds: 10,
  clockOffsetSeconds: 0,
};

export class Settings {
  private readonly changed: Table<SettingValues>;

  constructor(store: Store) {
    this.changed = store.table('settings');
  }

  get values(): SettingValues {
    // A data file of an earlier version lacks the settings that have come since.
    return { ...defaultSettings, ...this.changed.get('all') };
  }

  change(values: Partial<SettingValues>): SettingValues {
    this.changed.set('all', { ...this.values, ...values });
    return this.values;
  }
}
