import { operations, points, type ScopeDomain, undocumented } from './rows.js';

export const document: ScopeDomain = {
  scopes: points([
    ['Document.Document.Write', 'delegated', 'rpc', '写入你的文档内容', 'Write your documents', 'KB 0579'],
    [
      'SNS.Document.WorkspaceDocument.Write',
      'delegated',
      'rpc',
      '写入你的知识库文档',
      'Write your knowledge base documents',
      'KB 0564',
    ],
    [
      'Notable.Base.Read',
      'app',
      'rpc',
      '获取组织的多维表信息',
      'Read the organisation’s AI tables',
      'DP self_to_upstream',
    ],
    [
      'Notable.Base.Write',
      'app',
      'rpc',
      '写入组织的多维表信息',
      'Write the organisation’s AI tables',
      'DP self_to_upstream',
    ],
  ]),
  operations: [
    ...operations('only', [
      ['POST', '/v2.0/doc/me/suites/documents/{docKey}/overwriteContent', 'Document.Document.Write', 'KB 0579'],
      ['POST', '/v2.0/doc/dentries/copy', 'SNS.Document.WorkspaceDocument.Write', 'KB 0564'],
      ['POST', '/v2.0/doc/resource/shortcut/create', 'snsapi_base', 'KB 0565'],
    ]),
    ...undocumented('doc_2_0', [
      ['GET', '/v2.0/doc/me/mySpace/infos'],
      ['GET', '/v2.0/doc/me/query/{dentryUuid}/contents'],
      ['GET', '/v2.0/doc/me/dentries/{dentryUuid}/contents'],
      ['GET', '/v2.0/doc/me/dentries/{dentryUuid}/export'],
      ['GET', '/v2.0/doc/elm/me/dentries/{dentryUuid}/contents'],
    ]),
  ],
};
