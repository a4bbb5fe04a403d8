import { points, type ScopeDomain, undocumented } from './rows.js';

/** Chats, robots and cards: what is documented needs the organisation's token, what takes a person's is not documented. */
export const messaging: ScopeDomain = {
  scopes: points([
    [
      'qyapi_robot_sendmsg',
      'app',
      'rpc',
      '以组织的机器人发送消息',
      'Send messages as the organisation’s robot',
      'KB 0714',
    ],
    ['qyapi_chat_read', 'app', 'rpc', '获取组织的群信息', 'Read the organisation’s group chats', 'DP self_to_upstream'],
    ['qyapi_chat_manage', 'app', 'rpc', '管理组织的群', 'Manage the organisation’s group chats', 'DP self_to_upstream'],
    ['Card.Instance.Write', 'app', 'rpc', '写入组织的互动卡片', 'Send and update the organisation’s cards', 'KB 0783'],
  ]),
  operations: [
    ...undocumented('im_1_0', [
      ['POST', '/v1.0/im/me/messages/send'],
      ['POST', '/v1.0/im/me/messages/cards/send'],
      ['POST', '/v1.0/im/me/messages/recall'],
      ['POST', '/v1.0/im/me/messages/readStatuses/query'],
      ['POST', '/v1.0/im/me/messages/readStatuses/set'],
    ]),
    ...undocumented('card_1_0', [
      ['POST', '/v1.0/card/me/instances'],
      ['PUT', '/v1.0/card/me/instances'],
      ['POST', '/v1.0/card/me/instances/createAndDeliver'],
      ['POST', '/v1.0/card/me/instances/deliver'],
      ['PUT', '/v1.0/card/me/instances/spaces'],
      ['POST', '/v1.0/card/me/callbacks/register'],
    ]),
  ],
};
