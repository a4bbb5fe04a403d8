import { createContext, type ReactNode, use, useEffect, useState } from 'react';

/** How far the server's clock is ahead of this machine's, in milliseconds. */
const ClockContext = createContext(0);

export function ClockProvider({ offsetMs, children }: { offsetMs: number; children: ReactNode }) {
  return <ClockContext value={offsetMs}>{children}</ClockContext>;
}

/** The server's present, which is the one deadlines are kept by; moves every ten seconds. */
export function useNow(): number {
  const offsetMs = use(ClockContext);
  const [local, setLocal] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setLocal(Date.now()), 10_000);
    return () => clearInterval(timer);
  }, []);
  return local + offsetMs;
}
