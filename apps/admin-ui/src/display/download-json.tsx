import { Button } from 'antd';

interface DownloadJsonProps {
  /** Without its extension. */
  file: string;
  content: unknown;
  children: string;
}

/** The answer as the broker gave it, as a file. */
export function DownloadJson({ file, content, children }: DownloadJsonProps) {
  const download = () => {
    const address = URL.createObjectURL(
      new Blob([`${JSON.stringify(content, null, 2)}\n`], { type: 'application/json' }),
    );
    const link = document.createElement('a');
    link.href = address;
    link.download = `${file}.json`;
    link.click();
    URL.revokeObjectURL(address);
  };
  return <Button onClick={download}>{children}</Button>;
}
