import { beforeAll, describe, expect, it } from '@jest/globals';
import { type AssertionKey, createAssertionKey, inSeconds } from '../harness/assertions.js';
import { type Created, create, type Form, keyServer, present, saying, signer, untold, world } from './stage.js';

export function provingByPlatform(): void {
  describe('by workload_jwt', () => {
    const subject = 'system:serviceaccount:todo:todo-sync';
    let cluster: AssertionKey;
    let issuer: string;
    let workload: Created;
    beforeAll(async () => {
      cluster = await createAssertionKey('RS256', 'cluster-1');
      issuer = keyServer.url;
      keyServer.documents.set('/.well-known/openid-configuration', {
        body: JSON.stringify({ issuer, jwks_uri: `${issuer}/openid/v1/jwks` }),
      });
      keyServer.documents.set('/openid/v1/jwks', { body: JSON.stringify({ keys: [cluster.jwk] }) });
      workload = await create({ name: 'workload', authMethod: 'workload_jwt', issuer, subject });
    });
    /** As the kubelet writes it. */
    const projected = () => ({
      iss: issuer,
      sub: subject,
      aud: [world.url],
      iat: inSeconds(-60),
      nbf: inSeconds(-60),
      exp: inSeconds(3_600),
      'kubernetes.io': { namespace: 'todo', serviceaccount: { name: 'todo-sync' } },
    });

    it('gets access tokens with the one token of its platform, with or without its id', async () => {
      const token = await cluster.sign(projected());
      expect((await present(token)).status).toBe(200);
      expect((await present(token, { client_id: workload.clientId }, world.brokers[1]?.url)).status).toBe(200);
      expect((await present(token)).status).toBe(200);
    });

    it('may have the keys in its own row, where the issuer cannot be reached', async () => {
      const inside = { issuer: 'https://kubernetes.default.svc.cluster.local', subject };
      await create({ name: 'inside', authMethod: 'workload_jwt', ...inside, jwks: { keys: [cluster.jwk] } });
      const token = await cluster.sign({ ...projected(), iss: inside.issuer });
      expect((await present(token)).status).toBe(200);
    });

    it.each<[string, () => object, string]>([
      ['another audience', () => ({ aud: ['https://kubernetes.default.svc'] }), 'aud'],
      ['the audiences of others too', () => ({ aud: [world.url, 'https://other.example'] }), 'nobody else'],
      ['no expiry', () => ({ exp: undefined }), 'exp'],
      ['an expiry that has passed', () => ({ exp: inSeconds(-40) }), 'exp has passed'],
    ])('is refused with %s', async (_, change, said) => {
      const answer = await present(await cluster.sign({ ...projected(), ...change() }));
      expect(answer.status).toBe(401);
      expect(answer.body.error_description).toContain(said);
    });

    it.each<[string, () => Promise<string>, () => Form]>([
      ['the service account of another', () => cluster.sign({ ...projected(), sub: `${subject}-2` }), () => ({})],
      [
        'the same subject of another issuer',
        () => cluster.sign({ ...projected(), iss: 'https://evil.example' }),
        () => ({}),
      ],
      ['a key of another', async () => (await createAssertionKey('RS256', 'cluster-1')).sign(projected()), () => ({})],
      [
        'the name of a caller that signs for itself',
        () => cluster.sign(projected()),
        () => ({ client_id: signer.clientId }),
      ],
    ])('cannot be imitated with %s', async (_, forge, form) => {
      expect(saying(await present(await forge(), form()))).toEqual(untold);
    });
  });
}
