import { Button } from 'antd';
import { saveFile } from './save-file.js';

interface DownloadJsonProps {
  /** Without its extension. */
  file: string;
  content: unknown;
  children: string;
}

/** The answer as the broker gave it, as a file. */
export function DownloadJson({ file, content, children }: DownloadJsonProps) {
  const download = () => saveFile(`${file}.json`, 'application/json', `${JSON.stringify(content, null, 2)}\n`);
  return <Button onClick={download}>{children}</Button>;
}
