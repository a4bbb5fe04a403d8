import { Button, type ButtonProps, Tooltip } from 'antd';
import { type Permission, useWhyNot } from '../session/permissions.js';

type ActButtonProps = Omit<ButtonProps, 'disabled'> & { permission: Permission };

/** antd's own disabled button drops out of the tab order, and its reason with it. */
const notAllowed = {
  borderColor: 'var(--colorBorderSecondary)',
  color: 'var(--colorTextTertiary)',
  background: 'none',
  cursor: 'not-allowed',
};

/** Without the right to use it, it stays reachable and says why. */
export function ActButton({ permission, ...button }: ActButtonProps) {
  const whyNot = useWhyNot(permission);
  if (!whyNot) return <Button {...button} data-permission={permission} />;
  return (
    <Tooltip title={whyNot}>
      <Button
        {...button}
        data-permission={permission}
        type="default"
        htmlType="button"
        danger={false}
        style={notAllowed}
        aria-disabled
        onClick={undefined}
      />
    </Tooltip>
  );
}
