import { type Application, type Applications, worksIn } from '../world/applications.js';
import { isKnownPoint, pointOf } from '../world/points.table.js';

/** The codes that the panel shows; its answer to the page is only `failed`. */
export type PanelError =
  | '400001'
  | '400006'
  | '400007'
  | '400008'
  | '500101'
  | '500102'
  | '500104'
  | '500201'
  | '500202'
  | '500203'
  | '500204'
  | '500205'
  | '500403';

export interface PanelRequest {
  readonly application: Application;
  readonly corpId: string | undefined;
  /** Codes, interface points first. */
  readonly points: readonly string[];
  /** 0: a person is asked, 1: an organisation. */
  readonly type: 0 | 1;
}

export type JudgedPanel = { ok: true; request: PanelRequest } | { ok: false; error: PanelError };

type Query = Readonly<Record<string, unknown>>;

/** All of the application's points, where an organisation is asked. */
const EVERYTHING = '.default';

/** What `openAuth` put into the panel's address, judged in the order of DingTalk's list of error codes. */
export function judgePanel(query: Query, applications: Applications): JudgedPanel {
  const [clientId, corpId] = [text(query.clientId), text(query.corpId)];
  const [rpc, field] = [codes(query.rpcScope), codes(query.fieldScope)];
  if (rpc.length + field.length === 0) return { ok: false, error: '400001' };
  if (clientId === undefined) return { ok: false, error: '400006' };
  const application = applications.find(clientId);
  if (!application) return { ok: false, error: '500101' };
  if (corpId === undefined && application.kind !== 'personal') return { ok: false, error: '400007' };
  if (corpId !== undefined && !worksIn(application, corpId)) return { ok: false, error: '500403' };
  const type = query.type === '1' ? 1 : 0;
  const everything = type === 1 && rpc.includes(EVERYTHING);
  const points = everything ? [...application.appPoints] : [...rpc, ...field];
  const error = everything ? undefined : errorOf(application, type, rpc, field);
  return error ? { ok: false, error } : { ok: true, request: { application, corpId, points, type } };
}

function errorOf(
  application: Application,
  type: 0 | 1,
  rpc: readonly string[],
  field: readonly string[],
): PanelError | undefined {
  const { delegatedPoints, appPoints } = application;
  if (delegatedPoints.length + appPoints.length === 0) return '500102';
  const [own, foreign] = type === 0 ? [delegatedPoints, appPoints] : [appPoints, delegatedPoints];
  for (const code of [...rpc, ...field]) {
    if (own.includes(code)) continue;
    if (foreign.includes(code)) return type === 0 ? '500205' : '500204';
    return isKnownPoint(code) ? '500104' : '500201';
  }
  if (rpc.some((code) => pointOf(code).type === 'field')) return '500202';
  if (field.some((code) => pointOf(code).type !== 'field')) return '500203';
  return undefined;
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
const codes = (value: unknown): string[] => (text(value) ?? '').split(',').filter((code) => code !== '');
