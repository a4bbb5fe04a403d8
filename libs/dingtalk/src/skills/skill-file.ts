import { type Document, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLMap } from 'yaml';

/** The file is not one of a skill. `line` counts from 1. */
export class SkillFileError extends Error {
  override readonly name = 'SkillFileError';
  constructor(
    reason: string,
    readonly line: number,
  ) {
    super(reason);
  }
}

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];
/** A file that refers in circles ends here. */
const MOST_REFERENCES = 20;

/** One operation of the file. */
export interface SkillOperation {
  /** As DingTalk and people name it: `POST /reports`. */
  readonly name: string;
  readonly node: YAMLMap;
  /** The operation's own parameters, and those of its whole path. */
  readonly parameters: readonly YAMLMap[];
  /** The JSON body's schema, if it has one that is written out or referred to in this file. */
  readonly body: YAMLMap | undefined;
}

/** The OpenAPI 3.0 file of an AI assistant's skill, in YAML or JSON, with the comments and the order it was written in. */
export class SkillFile {
  private readonly lines: LineCounter;
  readonly document: Document;
  readonly root: YAMLMap;

  /** Throws `SkillFileError`. */
  constructor(private readonly text: string) {
    this.lines = new LineCounter();
    const document = parseDocument(text, { lineCounter: this.lines, uniqueKeys: true });
    const [error] = document.errors;
    if (error) throw new SkillFileError('is neither YAML nor JSON', this.lines.linePos(error.pos[0]).line);
    if (!isMap(document.contents) || !isMap(document.contents.get('paths', true))) {
      throw new SkillFileError('is no OpenAPI file: it has no paths', 1);
    }
    this.document = document as Document;
    this.root = document.contents as YAMLMap;
  }

  get operations(): SkillOperation[] {
    return pairsOf(this.root.get('paths', true)).flatMap(([path, item]) =>
      METHODS.flatMap((method) => {
        const node = isMap(item) ? this.resolved(item.get(method, true)) : undefined;
        if (!node) return [];
        const parameters = [item, node].flatMap((owner) =>
          this.elementsOf(isMap(owner) && owner.get('parameters', true)),
        );
        return [{ name: `${method.toUpperCase()} ${path}`, node, parameters, body: this.bodyOf(node) }];
      }),
    );
  }

  /** The map itself, or the one in this file that it refers to. */
  resolved(node: unknown): YAMLMap | undefined {
    let found: unknown = node;
    for (let hops = 0; isMap(found) && hops < MOST_REFERENCES; hops += 1) {
      const reference = found.get('$ref');
      if (typeof reference !== 'string') return found as YAMLMap;
      if (!reference.startsWith('#/')) return undefined;
      found = this.document.getIn(reference.slice(2).split('/').map(unescaped), true);
    }
    return undefined;
  }

  lineOf(node: unknown): number {
    const [start] = (node as Node | undefined)?.range ?? [0];
    return this.lines.linePos(start).line;
  }

  /** In the form it came in. */
  toString(): string {
    if (/^\s*[{[]/.test(this.text)) return `${JSON.stringify(this.document.toJS(), null, 2)}\n`;
    return this.document.toString({
      lineWidth: 0,
      indent: /^( +)\S/m.exec(this.text)?.[1]?.length ?? 2,
      indentSeq: !/^(\s*)[\w"'-][^\n]*:\s*\n\1- /m.test(this.text),
      flowCollectionPadding: !/[{[][^\s\]}]/.test(this.text),
    });
  }

  private bodyOf(operation: YAMLMap): YAMLMap | undefined {
    const body = this.resolved(operation.get('requestBody', true));
    const content = body && this.resolved(body.get('content', true));
    const json = content && this.resolved(content.get('application/json', true));
    return json && this.resolved(json.get('schema', true));
  }

  private elementsOf(list: unknown): YAMLMap[] {
    return isSeq(list) ? list.items.flatMap((element) => this.resolved(element) ?? []) : [];
  }
}

/** The members of a map, by name. */
export function pairsOf(node: unknown): [name: string, value: Node | null][] {
  if (!isMap(node)) return [];
  return node.items.map(({ key, value }) => [String(isScalar(key) ? key.value : key), value as Node | null]);
}

/** RFC 6901. */
function unescaped(part: string): string {
  return decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~');
}
