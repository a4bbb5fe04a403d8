import { Button, Form, Input, Modal } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemPanel } from '../display/problem-panel.js';
import { useGrouped } from '../display/quantity.js';

interface EndingDialogProps {
  /** What is done, with its number: the same words are on the button. */
  title: string;
  /** The same while it is being done. */
  working: string;
  isWorking: boolean;
  failure: Error | null;
  /** What has to be typed first: the number where many things end, the name of one named thing; nothing for a single one. */
  typed?: number | string | undefined;
  /** Where nothing is asked for, `act` gets an empty reason. */
  asksReason?: boolean;
  act(reason: string): void;
  close(): void;
  /** The effect, in numbers. */
  children: ReactNode;
}

type Mistake = 'reason' | 'typed';

/** Before what only other people can restore. It opens on leaving it, and says what it will do in the words of its button. */
export function EndingDialog({
  title,
  working,
  isWorking,
  failure,
  typed,
  asksReason = true,
  act,
  close,
  children,
}: EndingDialogProps) {
  const { t } = useTranslation();
  const grouped = useGrouped();
  const ids = useId();
  const [reason, setReason] = useState('');
  const [copy, setCopy] = useState('');
  const [told, tell] = useState<Mistake>();
  const found: Mistake | undefined =
    asksReason && reason.trim() === '' ? 'reason' : isTyped(copy, typed) ? undefined : 'typed';
  /** Said when the button is pressed, and no longer than it is one. */
  const mistake = told === found ? found : undefined;
  const submit = () => {
    tell(found);
    if (found) document.getElementById(`${ids}${found}`)?.focus();
    else act(reason.trim());
  };
  const field = (name: Mistake) => ({
    htmlFor: `${ids}${name}`,
    validateStatus: mistake === name ? ('error' as const) : undefined,
  });
  return (
    <Modal
      open
      title={title}
      width={600}
      closable={!isWorking}
      mask={{ closable: false }}
      onCancel={() => isWorking || close()}
      footer={
        <>
          <Button autoFocus disabled={isWorking} onClick={close}>
            {t('ending.cancel')}
          </Button>
          <Button type="primary" danger loading={isWorking} onClick={submit}>
            {isWorking ? working : title}
          </Button>
        </>
      }
    >
      {children}
      {(asksReason || typed !== undefined) && (
        <Form layout="vertical">
          {asksReason && (
            <Form.Item
              label={t('ending.reason')}
              help={mistake === 'reason' ? t('ending.reasonMissing') : undefined}
              {...field('reason')}
            >
              <Input.TextArea
                id={`${ids}reason`}
                value={reason}
                rows={2}
                maxLength={500}
                aria-required
                aria-invalid={mistake === 'reason'}
                disabled={isWorking}
                onChange={(event) => setReason(event.target.value)}
              />
            </Form.Item>
          )}
          {typed !== undefined && (
            <Form.Item
              label={t(typeof typed === 'number' ? 'ending.typeNumber' : 'ending.typeName', {
                value: typeof typed === 'number' ? grouped(typed) : typed,
              })}
              help={mistake === 'typed' ? t('ending.typedWrong') : undefined}
              {...field('typed')}
            >
              <Input
                id={`${ids}typed`}
                value={copy}
                autoComplete="off"
                spellCheck={false}
                inputMode={typeof typed === 'number' ? 'numeric' : undefined}
                aria-required
                aria-invalid={mistake === 'typed'}
                disabled={isWorking}
                onChange={(event) => setCopy(event.target.value)}
              />
            </Form.Item>
          )}
        </Form>
      )}
      {failure && <ProblemPanel error={failure} />}
    </Modal>
  );
}

/** A number with or without its separators, a name exactly. */
function isTyped(copy: string, wanted: number | string | undefined): boolean {
  if (wanted === undefined) return true;
  return typeof wanted === 'number' ? copy.replaceAll(/[\s,.']/g, '') === String(wanted) : copy.trim() === wanted;
}
