import { useState } from 'react';
import { Copy } from 'lucide-react';
import { Button } from '../../kit/button';
import { Dialog } from '../../kit/dialog';
import { copyText } from '../../lib/clipboard';

export interface Secret {
  title: string;
  /** Shown nowhere else, and gone when the dialog closes. */
  text: string;
  /** What it is for, and what to do with it. */
  words: string;
}

/** A secret that the server tells once. It is kept in no cache and no storage, and is gone with the dialog. */
export function SecretOnce({ secret, onClose }: { secret: Secret; onClose: () => void }) {
  const [copied, setCopied] = useState<boolean>();
  const copy = () => copyText(secret.text).then(setCopied);
  return (
    <Dialog open onClose={onClose} title={secret.title} firm>
      <div className="form">
        <p>{secret.words}</p>
        <p>
          <strong>It is shown this once.</strong> Keep it in a safe place before you close this.
        </p>
        <label className="field">
          <span>{secret.title}</span>
          <input readOnly value={secret.text} onFocus={(event) => event.currentTarget.select()} spellCheck={false} />
        </label>
        <p role="status" className="muted">
          {copied === true && 'Copied.'}
          {copied === false && 'The browser does not let the page copy: select the text and copy it.'}
        </p>
        <div className="dialog-actions">
          <Button icon={Copy} onClick={() => void copy()}>
            Copy
          </Button>
          <Button kind="primary" onClick={onClose}>
            I have kept it
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
