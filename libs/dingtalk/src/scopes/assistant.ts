import { operations, points, type ScopeDomain, undocumented } from './rows.js';

/** DingTalk closed the point to new applicants in March 2026. */
export const assistant: ScopeDomain = {
  scopes: points([
    ['AI.Assistant.Run.Me', 'delegated', 'rpc', '以你的身份运行 AI 助理', 'Run AI assistants as you', 'KB 1716'],
  ]),
  operations: [
    ...operations('only', [
      ['POST', '/v1.0/assistant/{assistantId}/me/compatible-mode/responses', 'AI.Assistant.Run.Me', 'KB 1716'],
    ]),
    ...undocumented('ai_paa_s_1_0', [
      ['POST', '/v1.0/aiPaaS/me/agents/execute'],
      ['GET', '/v1.0/aiPaaS/me/memory/im/{cid}/messages'],
      ['GET', '/v1.0/aiPaaS/me/memory/learningTask/get'],
      ['POST', '/v1.0/aiPaaS/me/memory/learningTask/put'],
    ]),
  ],
};
