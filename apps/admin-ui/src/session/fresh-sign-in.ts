import { useSyncExternalStore } from 'react';

/** An act that waits for its operator to show again who they are. */
interface FreshSignInQuestion {
  /** Where the broker asks them. */
  readonly signInUrl: string;
  /** True: the act goes on; false: it ends with what the broker said. */
  settle(signedIn: boolean): void;
}

/** Sensitive acts need a sign-in of a moment ago. The act waits here with all that was typed, and goes on by itself. */
class FreshSignIn {
  private question: FreshSignInQuestion | undefined;
  private answer: Promise<boolean> | undefined;
  private readonly listeners = new Set<() => void>();

  readonly current = (): FreshSignInQuestion | undefined => this.question;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Acts that come while it is being asked wait for the same answer. */
  ask(signInUrl: string): Promise<boolean> {
    this.answer ??= new Promise((resolve) => {
      this.change({
        signInUrl,
        settle: (signedIn) => {
          this.answer = undefined;
          this.change(undefined);
          resolve(signedIn);
        },
      });
    });
    return this.answer;
  }

  private change(question: FreshSignInQuestion | undefined): void {
    this.question = question;
    for (const listener of this.listeners) listener();
  }
}

export const freshSignIn = new FreshSignIn();

export const useFreshSignIn = (): FreshSignInQuestion | undefined =>
  useSyncExternalStore(freshSignIn.subscribe, freshSignIn.current);
