import { points, type ScopeDomain } from './rows.js';
import type { ScopeOperation } from './scope.js';

/** The records an organisation imports into its HR analysis; the paths are the SDK's. */
const IMPORTED = [
  'awardDetails',
  'baseLabels',
  'changeRecords',
  'customLabels',
  'customModels',
  'deptInfos',
  'dimissionInfos',
  'eduExperiences',
  'empInfos',
  'industries',
  'inventories',
  'perfRecords',
  'profSkills',
  'promRecords',
  'punDetails',
  'registerInfos',
  'regulars',
  'trainings',
  'workExperiences',
];

/** Points of the organisation. People are never asked for them, but they appear on applications and in DingTalk's refusals. */
export const organisation: ScopeDomain = {
  scopes: [
    ...points([
      ['qyapi_base', 'app', 'base', '获取组织的基础信息', 'Use the organisation’s basic interfaces', 'KB 0033'],
      ['open_app_api_base', 'app', 'base', '使用应用的基础接口', 'Use the application’s basic interfaces', 'KB 0032'],
      [
        'isvapi_base',
        'app',
        'base',
        '使用第三方企业应用的基础接口',
        'Use the basic interfaces of an ISV application',
        'KB 0034',
      ],
      ['qyapi_get_member', 'app', 'rpc', '获取组织的成员信息', 'Read the organisation’s members', 'KB 0064'],
    ]),
    {
      code: 'qyapi_manage_addresslist',
      kind: 'app',
      type: 'rpc',
      name: { zh: '管理组织的通讯录', en: 'Manage the organisation’s address book' },
      confidence: 'confirmed',
      source: 'KB 0004',
      sensitive: true,
    },
    {
      code: 'Hrbrain.Import.Write',
      kind: 'app',
      type: 'rpc',
      name: { zh: '写入组织的人才数据', en: 'Import the organisation’s HR data' },
      // The pages say "user token", very likely by a copy error.
      confidence: 'assumed',
      source: 'KB 0891-0923',
    },
  ],
  operations: IMPORTED.map(
    (records): ScopeOperation => ({
      method: 'POST',
      path: `/v1.0/hrbrain/datas/${records}/import`,
      scope: 'Hrbrain.Import.Write',
      userToken: 'unknown',
      confidence: 'assumed',
      source: 'KB 0891-0923',
    }),
  ),
};
