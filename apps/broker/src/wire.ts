import type { FactoryProvider } from '@nestjs/common';

type Token = abstract new (...parameters: never[]) => unknown;
type Maker = new (...parameters: never[]) => unknown;
type InstancesOf<Tokens extends readonly Token[]> = { -readonly [Index in keyof Tokens]: InstanceType<Tokens[Index]> };
/** The tokens themselves, if what they stand for is what the constructor takes; otherwise nothing fits. */
type Fitting<Made extends Maker, From extends readonly Token[]> =
  InstancesOf<From> extends ConstructorParameters<Made> ? From : never;

/**
 * One wire of the composition: what is made, from what, and how, with the types held to each other. Without `make` the parts are what its
 * constructor takes, in that order.
 */
export function wire<Made extends Maker, const From extends readonly Token[]>(
  made: Made,
  from: From & Fitting<Made, From>,
): FactoryProvider;
export function wire<Made extends Token, const From extends readonly Token[]>(
  made: Made,
  from: From,
  make: (...parts: InstancesOf<From>) => InstanceType<Made> | Promise<InstanceType<Made>>,
): FactoryProvider;
export function wire(
  made: Token,
  from: readonly Token[],
  make: FactoryProvider['useFactory'] = (...parts: never[]) => new (made as Maker)(...parts),
): FactoryProvider {
  return { provide: made, inject: [...from], useFactory: make };
}
