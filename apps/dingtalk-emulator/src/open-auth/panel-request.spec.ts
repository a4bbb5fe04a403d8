import { describe, expect, it } from '@jest/globals';
import { Store } from '../store/store.js';
import { Applications } from '../world/applications.js';
import { seedApplications } from '../world/seed.js';
import { judgePanel } from './panel-request.js';

const applications = new Applications(new Store());
for (const application of seedApplications) applications.save(application);
applications.save({
  clientId: 'dingempty',
  clientSecret: 's',
  name: 'empty',
  kind: 'internal',
  corpId: 'dinghangzhou0001',
  delegatedPoints: [],
  appPoints: [],
  redirectUris: [],
  published: true,
});

const good = {
  type: '0',
  clientId: 'dingdemohangzhou',
  corpId: 'dinghangzhou0001',
  rpcScope: 'Contact.User.Read,Todo.Todo.Write',
  fieldScope: 'Contact.User.mobile',
};

describe(judgePanel.name, () => {
  it('asks for exactly what the address says', () => {
    expect(judgePanel(good, applications)).toMatchObject({
      ok: true,
      request: { points: ['Contact.User.Read', 'Todo.Todo.Write', 'Contact.User.mobile'], type: 0 },
    });
  });

  it.each([
    ['400001', { rpcScope: '', fieldScope: undefined }],
    ['400006', { clientId: undefined }],
    ['400007', { corpId: undefined }],
    ['500101', { clientId: 'nobody' }],
    ['500102', { clientId: 'dingempty' }],
    ['500104', { rpcScope: 'Document.Document.Write' }],
    ['500201', { rpcScope: 'No.Such.Point' }],
    ['500202', { rpcScope: 'Contact.User.mobile' }],
    ['500203', { fieldScope: 'Todo.Todo.Write' }],
    ['500204', { type: '1' }],
    ['500205', { rpcScope: 'qyapi_get_member' }],
    ['500403', { corpId: 'dingshanghai0002' }],
  ])('refuses with %s: %j', (error, change) => {
    expect(judgePanel({ ...good, ...change }, applications)).toEqual({ ok: false, error });
  });

  it('knows the word for all of an organisation’s points', () => {
    const judged = judgePanel({ ...good, type: '1', rpcScope: '.default', fieldScope: '' }, applications);
    expect(judged).toMatchObject({ ok: true, request: { type: 1 } });
  });
});
