import type { Blockquote, Text } from 'mdast';
import { gfmToMarkdown } from 'mdast-util-gfm';
import { defaultHandlers, type Handle, type Options, toMarkdown } from 'mdast-util-to-markdown';
import type { ReportWriter } from '../document/document.js';

/** The report as GitHub shows Markdown, beside the journal. */
export const MARKDOWN_FILE = 'report.md';

/** Writes the report for GitHub: https://github.github.com/gfm, with its call-outs. */
export const markdown: ReportWriter = ({ content }) => new Map([[MARKDOWN_FILE, toMarkdown(content, OPTIONS)]]);

/** Zero-width space: breaks what GitHub would turn into a mention, a reference or a link, and is invisible. */
const BREAK = '\u200b';

// An escape does not help against these: GitHub looks for them in the text that is left when the markup is gone.
const unlinked = (text: string) =>
  text
    .replace(/@(?=\w)/g, `@${BREAK}`)
    .replace(/#(?=\d)/g, `#${BREAK}`)
    .replace(/:\/\//g, `:${BREAK}//`)
    .replace(/\bwww\./gi, (host) => `${host.slice(0, -1)}${BREAK}.`);

// GFM sees no emphasis in an underscore inside a word, so that names such as mysql_up stay readable in the source.
const text: Handle = (node: Text, _parent, state, info) =>
  state.safe(unlinked(node.value), info).replace(/(?<=[A-Za-z0-9])\\_(?=[A-Za-z0-9])/g, '_');

const blockquote: Handle = (node: Blockquote, parent, state, info) => {
  const quote = defaultHandlers.blockquote(node, parent, state, info);
  return node.data?.callout ? `> [!${node.data.callout.toUpperCase()}]\n${quote}` : quote;
};

const OPTIONS: Options = {
  bullet: '-',
  extensions: [gfmToMarkdown({ tablePipeAlign: false })],
  handlers: { text, blockquote },
  // GitHub's maths; its escape is GitHub's own.
  unsafe: [{ character: '$', inConstruct: 'phrasing' }],
};
