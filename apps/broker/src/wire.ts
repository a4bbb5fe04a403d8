import type { FactoryProvider } from '@nestjs/common';

type Token = abstract new (...parameters: never[]) => unknown;
type InstancesOf<Tokens extends readonly Token[]> = { [Index in keyof Tokens]: InstanceType<Tokens[Index]> };

/** One wire of the composition: what is made, from what, and how, with the types held to each other. */
export function wire<Made extends Token, const From extends readonly Token[]>(
  made: Made,
  from: From,
  make: (...parts: InstancesOf<From>) => InstanceType<Made> | Promise<InstanceType<Made>>,
): FactoryProvider {
  return { provide: made, inject: [...from], useFactory: make as FactoryProvider['useFactory'] };
}
