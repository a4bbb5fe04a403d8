import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useNavigate } from '../location/use-location.js';

/** A way to another page that stands among buttons; like every link it can be opened in a new tab. */
export function ButtonLink({ href, children }: { href: string; children: ReactNode }) {
  const navigate = useNavigate();
  return (
    <Button
      href={href}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
        event.preventDefault();
        navigate(href);
      }}
    >
      {children}
    </Button>
  );
}
