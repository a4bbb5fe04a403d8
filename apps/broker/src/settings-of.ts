import { CHECKPOINT_EVERY_MS, ROLLUPS_KEPT_DAYS } from '@app/audit';
import { ACCESS_TOKEN_SECONDS } from '@app/callers';
import { CALLS_PER_SECOND_USUAL, HANDLE_SECONDS_MAX, type Setting } from '@app/contract';
import { REFRESH_DEADLINE_MS } from '@app/dingtalk';
import { SESSION_IDLE_MINUTES, SESSION_LIFE_MINUTES } from '@app/operators';
import type { BrokerConfig } from './config.js';
import { EVENTS_KEPT_DAYS } from './events/event-ledger.js';
import type { Tls } from './http/tls.js';
import { OPEN_HOURS } from './procedures/consent-links.js';

type Words = Setting['meaning'];
type Group = Setting['group'];

const say = (zh: string, en: string): Words => ({ zh, en });

/** What a broker runs with, said to operators: each variable with its effect, and the limits that are built in. No secret is among the values. */
export function settingsOf(config: BrokerConfig, tls: Tls | undefined): Setting[] {
  const variable = (
    name: string,
    group: Group,
    value: string | null,
    meaning: Words,
    more: Partial<Setting> = {},
  ): Setting => ({
    name,
    group,
    value,
    meaning,
    unit: null,
    secret: false,
    source: config.given.has(name) ? 'environment' : 'default',
    ...more,
  });
  const builtIn = (
    name: string,
    group: Group,
    value: number,
    unit: NonNullable<Setting['unit']>,
    meaning: Words,
  ): Setting => ({
    name,
    group,
    value: String(value),
    unit,
    meaning,
    secret: false,
    source: 'built_in',
  });
  const { http, grpc, dingtalk, database, tls: files } = config;
  const oidc = config.operatorOidc;
  const number = (value: number | undefined) => (value === undefined ? null : String(value));
  return [
    variable(
      'PUBLIC_URL',
      'addresses',
      config.publicUrl,
      say(
        '浏览器使用的地址；登记到钉钉的重定向地址由它而来',
        'The address browsers use; the redirect URI to register at DingTalk is made of it',
      ),
    ),
    variable('HOST', 'addresses', http.host, say('监听的地址', 'The address listened at')),
    variable('HTTP_PORT', 'addresses', number(http.port), say('HTTP 端口', 'Port of HTTP')),
    variable('GRPC_PORT', 'addresses', number(grpc.port), say('gRPC 端口', 'Port of gRPC')),
    variable(
      'OPERATIONS_PORT',
      'addresses',
      number(http.operationsPort),
      say(
        '设置后，/metrics、/admin、/docs 只在这个端口提供',
        'When set, /metrics, /admin and /docs are served there alone',
      ),
    ),
    variable(
      'TLS_CERT_FILE',
      'addresses',
      files?.certFile ?? null,
      say('设置后，HTTP 与 gRPC 只用 TLS', 'With it HTTP and gRPC speak TLS and nothing else'),
    ),
    variable(
      'TLS_KEY_FILE',
      'addresses',
      files?.keyFile ?? null,
      say('证书的私钥文件；内容不会显示', 'The key of that certificate; what is in it is never shown'),
    ),
    variable(
      'TLS_CLIENT_CA_FILE',
      'addresses',
      tls?.clientCa === undefined ? null : (files?.clientCaFile ?? null),
      say('设置后，调用方必须出示由它签发的客户端证书', 'With it callers need a certificate of this authority'),
    ),

    variable('DINGTALK_LOGIN_URL', 'dingtalk', dingtalk.loginUrl, say('钉钉授权页', 'DingTalk’s authorisation page')),
    variable('DINGTALK_API_URL', 'dingtalk', dingtalk.apiUrl, say('钉钉新版接口', 'DingTalk’s current API')),
    variable(
      'DINGTALK_OAPI_URL',
      'dingtalk',
      dingtalk.oapiUrl,
      say('钉钉旧版接口，用来把 unionId 换成 userId', 'DingTalk’s legacy API, for unionId to userId'),
    ),
    builtIn(
      'callsPerSecond',
      'dingtalk',
      CALLS_PER_SECOND_USUAL,
      'per_second',
      say(
        '每个应用、每个接口每秒最多调用次数的默认值；可在应用里修改',
        'Calls a second to each API of DingTalk, unless an application says otherwise',
      ),
    ),
    builtIn(
      'refreshDeadline',
      'dingtalk',
      REFRESH_DEADLINE_MS / 1_000,
      'seconds',
      say(
        '续期等待钉钉回答的时间；过早放弃可能丢失授权',
        'How long a refresh waits for DingTalk; giving up early may cost the grant',
      ),
    ),

    variable(
      'DATABASE_URL',
      'database',
      placeOf(database.url),
      say('PostgreSQL；不显示用户名与密码', 'PostgreSQL, without user and password'),
    ),
    variable(
      'DATABASE_DIRECT_URL',
      'database',
      placeOf(database.directUrl),
      say(
        '不经连接池的 PostgreSQL，用于任务、通知与迁移',
        'PostgreSQL without a pooler, for jobs, notifications and migrations',
      ),
    ),
    variable(
      'DATABASE_PREPARED',
      'database',
      database.prepared ? 'on' : 'off',
      say('是否使用预备语句', 'Named prepared statements'),
    ),

    variable(
      'MASTER_KEY_FILE',
      'keys',
      config.masterKeyFile,
      say('主密钥文件；内容不会显示', 'The file of master keys; what is in it is never shown'),
    ),

    variable(
      'OPERATOR_BOOTSTRAP_TOKEN',
      'sign_in',
      config.operatorBootstrapToken ? 'on' : null,
      say(
        '用于初始设置与自动化的所有者令牌；用过后可以去掉',
        'The owner’s token for set-up and automation; take it away when it is no longer needed',
      ),
      { secret: true },
    ),
    variable(
      'OPERATOR_OIDC_ISSUER',
      'sign_in',
      oidc?.issuer ?? null,
      say(
        '操作员也可以通过这个 OpenID Connect 提供方登录',
        'Operators sign in through this OpenID Connect provider too',
      ),
    ),
    variable('OPERATOR_OIDC_CLIENT_ID', 'sign_in', oidc?.clientId ?? null, say('在那里的客户端', 'The client there')),
    variable('OPERATOR_OIDC_NAME', 'sign_in', oidc?.name ?? null, say('登录按钮上的名称', 'What its button is called')),
    variable(
      'OPERATOR_OIDC_CLIENT_SECRET',
      'sign_in',
      oidc && !('file' in oidc.clientSecret) ? 'on' : null,
      say('客户端密钥；只显示是否设置', 'The client’s secret: only whether it is set'),
      { secret: true },
    ),
    variable(
      'OPERATOR_OIDC_CLIENT_SECRET_FILE',
      'sign_in',
      oidc && 'file' in oidc.clientSecret ? oidc.clientSecret.file : null,
      say('存放客户端密钥的文件；内容不会显示', 'The file with that secret; what is in it is never shown'),
    ),
    variable(
      'OPERATOR_FRESH_SIGN_IN_MINUTES',
      'sign_in',
      String(config.operatorFreshSignInMinutes),
      say('敏感操作要求在这段时间内登录过', 'Sensitive acts ask for a sign-in this fresh'),
      { unit: 'minutes' },
    ),
    builtIn(
      'operatorSessionIdle',
      'sign_in',
      SESSION_IDLE_MINUTES,
      'minutes',
      say('操作员多久不操作就退出', 'An operator who does nothing for so long is signed out'),
    ),
    builtIn(
      'operatorSessionLife',
      'sign_in',
      SESSION_LIFE_MINUTES,
      'minutes',
      say('操作员一次登录最长多久', 'An operator’s session lasts no longer'),
    ),
    builtIn(
      'accessTokenLife',
      'sign_in',
      ACCESS_TOKEN_SECONDS,
      'seconds',
      say('调用方访问 Broker 的凭证有效期', 'How long a caller’s access token for the broker is good'),
    ),

    variable(
      'AUDIT_CHECKPOINT_FILE',
      'trail',
      config.auditCheckpointFile ?? null,
      say(
        '审计检查点另外写入的文件；没有时只写日志',
        'Audit checkpoints are appended to it too; without it to the log alone',
      ),
    ),
    variable(
      'AUDIT_RETENTION_DAYS',
      'trail',
      number(config.auditRetention?.days),
      say('审计记录保留多久；没有时永久保留', 'How long audit records are kept; without it for ever'),
      { unit: config.auditRetention ? 'days' : null },
    ),
    variable(
      'AUDIT_RETENTION',
      'trail',
      config.auditRetention?.keepDetached ? 'detach' : 'drop',
      say('到期的分区删除（drop）还是只分离（detach）', 'Whether partitions past it are dropped or only detached'),
    ),
    variable(
      'WEBHOOK_ALLOWED_NETWORKS',
      'limits',
      config.webhookAllowedNetworks ? 'on' : null,
      say('Webhook 可以投递到的内部网络', 'Networks of your own that webhooks may be sent to'),
      { secret: true },
    ),
    builtIn(
      'checkpointEvery',
      'trail',
      CHECKPOINT_EVERY_MS / 1_000,
      'seconds',
      say('审计检查点的间隔', 'Audit checkpoints are this far apart at most'),
    ),
    builtIn(
      'figuresKept',
      'trail',
      ROLLUPS_KEPT_DAYS,
      'days',
      say('统计数字保留多久', 'How long figures of the trail are kept'),
    ),

    builtIn(
      'consentLife',
      'limits',
      OPEN_HOURS * 3_600,
      'seconds',
      say('授权链接的默认有效期', 'A consent link is good for so long unless it says otherwise'),
    ),
    builtIn(
      'eventsKept',
      'limits',
      EVENTS_KEPT_DAYS,
      'days',
      say('钉钉事件保留多久', 'How long events of DingTalk are kept'),
    ),
    builtIn(
      'handleLife',
      'limits',
      HANDLE_SECONDS_MAX,
      'seconds',
      say('受限凭证最长有效期', 'A handle is good for so long at most'),
    ),
  ];
}

/** Where a database is, without who goes there. */
function placeOf(url: string): string {
  const { host, pathname } = new URL(url);
  return host + pathname;
}
