import { CheckCircleOutlined, CloseCircleOutlined, ExclamationCircleOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useGrouped } from '../display/quantity.js';
import { Some } from '../display/some.js';
import { useTheme } from '../theme/theme-choice.js';
import { type CheckedLines, mostLines } from './check-lines.js';

const marks = { good: CheckCircleOutlined, look: ExclamationCircleOutlined, bad: CloseCircleOutlined };
const likeStates = { good: 'active', look: 'needs_consent', bad: 'failure' } as const;

/** What a file holds, in numbers; of a line that cannot be read its number and why, and never what stands in it. */
export function CheckResult({ checked: { count, byApplication, expecting, faulty } }: { checked: CheckedLines }) {
  const { t } = useTranslation();
  const grouped = useGrouped();
  const lines = (value: number) => ({ count: value, value: grouped(value) });
  const expectingNobody = count - faulty.length - expecting;
  return (
    <div className="import-check" role="status">
      {count === 0 && <Line kind="bad">{t('imports.empty')}</Line>}
      {count > mostLines && <Line kind="bad">{t('imports.tooMany', lines(mostLines))}</Line>}
      {[...byApplication].map(([application, readable]) => (
        <Line key={application} kind="good">
          {t('imports.readable', { application, ...lines(readable) })}
        </Line>
      ))}
      {expectingNobody > 0 && <Line kind="look">{t('imports.expectingNobody', lines(expectingNobody))}</Line>}
      {faulty.length > 0 && (
        <>
          <Line kind="bad">{t('imports.faulty', lines(faulty.length))}</Line>
          <Some
            items={faulty.slice(0, 200).map(({ line, fault }) => ({
              key: String(line),
              shown: (
                <>
                  <strong>{t('imports.line', { line: grouped(line) })}</strong> {t(`imports.faults.${fault}`)}
                </>
              ),
            }))}
          />
        </>
      )}
    </div>
  );
}

function Line({ kind, children }: { kind: keyof typeof marks; children: ReactNode }) {
  const { states } = useTheme();
  const Mark = marks[kind];
  return (
    <p>
      <Mark aria-hidden style={{ color: states[likeStates[kind]].mark }} /> {children}
    </p>
  );
}
