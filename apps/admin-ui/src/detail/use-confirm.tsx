import { App } from 'antd';
import { useTranslation } from 'react-i18next';

interface Question {
  /** What is done, with its number: the same words are on the button. */
  title: string;
  /** Who loses what by it. */
  effect: string;
  act(): void;
}

/** Before what only other people can restore; the focus is on leaving it. */
export function useConfirm(): (question: Question) => void {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  return ({ title, effect, act }) =>
    void modal.confirm({
      title,
      content: effect,
      icon: null,
      okText: title,
      okType: 'primary',
      okButtonProps: { danger: true },
      cancelText: t('ending.cancel'),
      autoFocusButton: 'cancel',
      onOk: act,
    });
}
