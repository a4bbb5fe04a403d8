import { z } from 'zod';

const words = z.string().min(1);
const button = (title: string, url: string) => ({ title, url });

interface Shown {
  readonly title?: string;
  /** Markdown, but for `sampleText`. */
  readonly text: string;
  readonly plain?: true;
  readonly buttons: readonly { readonly title: string; readonly url: string }[];
}

const template = <Shape extends z.ZodRawShape>(shape: Shape, show: (params: z.output<z.ZodObject<Shape>>) => Shown) =>
  ({ schema: z.object(shape), show: (params: unknown) => show(z.object(shape).parse(params)) }) as const;

/** DingTalk's message templates of a robot, as far as they are text and links: what each must have, and how it is shown. */
export const templates: Readonly<
  Record<string, { readonly schema: z.ZodType; readonly show: (params: unknown) => Shown }>
> = {
  sampleText: template({ content: words }, ({ content }) => ({ text: content, plain: true, buttons: [] })),
  sampleMarkdown: template({ title: words, text: words }, ({ title, text }) => ({ title, text, buttons: [] })),
  sampleLink: template({ title: words, text: words, messageUrl: words }, ({ title, text, messageUrl }) => ({
    title,
    text,
    plain: true,
    buttons: [button(title, messageUrl)],
  })),
  sampleActionCard: template(
    { title: words, text: words, singleTitle: words, singleURL: words },
    ({ title, text, singleTitle, singleURL }) => ({ title, text, buttons: [button(singleTitle, singleURL)] }),
  ),
  sampleActionCard2: template(
    {
      title: words,
      text: words,
      actionTitle1: words,
      actionURL1: words,
      actionTitle2: words,
      actionURL2: words,
    },
    ({ title, text, actionTitle1, actionURL1, actionTitle2, actionURL2 }) => ({
      title,
      text,
      buttons: [button(actionTitle1, actionURL1), button(actionTitle2, actionURL2)],
    }),
  ),
};
