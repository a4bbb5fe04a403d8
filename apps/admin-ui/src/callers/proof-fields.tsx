import { Form, Input } from 'antd';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Caller } from '../api/types.js';

type Method = Caller['authMethod'];

/** What a caller of each method is known by; `jwks` is written as the JSON it is. */
const fieldsOf = {
  client_secret: [],
  private_key_jwt: ['jwks', 'jwksUri'],
  workload_jwt: ['issuer', 'subject', 'jwks', 'jwksUri'],
  mtls: [
    'tlsClientAuthSubjectDn',
    'tlsClientAuthSanDns',
    'tlsClientAuthSanUri',
    'tlsClientAuthSanIp',
    'tlsClientAuthSanEmail',
  ],
} as const satisfies Record<Method, readonly (keyof Caller)[]>;
type Field = (typeof fieldsOf)[Method][number];

export type ProofTexts = Partial<Record<Field, string>>;

export const proofTextsOf = (caller: Caller): ProofTexts =>
  Object.fromEntries(
    fieldsOf[caller.authMethod].map((name) => {
      const value = caller[name];
      return [name, typeof value === 'object' ? JSON.stringify(value, null, 2) : (value ?? '')];
    }),
  );

export const hasProofFields = (method: Method): boolean => fieldsOf[method].length > 0;

/** As the broker takes it: only what is filled in. Undefined if the keys are no JSON. */
export function proofBodyOf(method: Method, texts: ProofTexts): Record<string, unknown> | undefined {
  const filled = fieldsOf[method].flatMap((name) => {
    const text = texts[name]?.trim();
    return text ? [[name, text] as const] : [];
  });
  try {
    return Object.fromEntries(filled.map(([name, text]) => [name, name === 'jwks' ? JSON.parse(text) : text]));
  } catch {
    return undefined;
  }
}

interface ProofFieldsProps {
  method: Method;
  texts: ProofTexts;
  isKeyMistaken: boolean;
  change(texts: ProofTexts): void;
}

export function ProofFields({ method, texts, isKeyMistaken, change }: ProofFieldsProps) {
  const { t } = useTranslation();
  const ids = useId();
  return fieldsOf[method].map((name) => (
    <Form.Item
      key={name}
      label={t(`proof.${name}`)}
      htmlFor={`${ids}${name}`}
      {...(name === 'jwks' && isKeyMistaken && { validateStatus: 'error', help: t('proof.jwksMistaken') })}
    >
      {name === 'jwks' ? (
        <Input.TextArea
          id={`${ids}${name}`}
          className="code"
          rows={6}
          value={texts[name] ?? ''}
          placeholder='{"keys":[{"kty":"EC","crv":"P-256",…}]}'
          spellCheck={false}
          onChange={(event) => change({ ...texts, [name]: event.target.value })}
        />
      ) : (
        <Input
          id={`${ids}${name}`}
          value={texts[name] ?? ''}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => change({ ...texts, [name]: event.target.value })}
        />
      )}
    </Form.Item>
  ));
}
