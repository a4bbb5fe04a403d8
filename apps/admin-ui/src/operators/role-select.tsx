import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Operator } from '../api/types.js';

type Role = Operator['role'];
const roles = Object.keys({ owner: true, admin: true, auditor: true } satisfies Record<Role, true>) as Role[];

interface RoleSelectProps {
  id?: string;
  /** Where no label on the page names it. */
  label?: string;
  role: Role;
  choose(role: Role): void;
}

export function RoleSelect({ id, label, role, choose }: RoleSelectProps) {
  const { t } = useTranslation();
  return (
    <Select
      id={id}
      aria-label={label}
      value={role}
      onChange={choose}
      options={roles.map((value) => ({ value, label: t(`roles.${value}`) }))}
    />
  );
}
