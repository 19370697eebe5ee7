import { useKeysOn } from '../api/preferences';
import { Dialog } from '../kit/dialog';
import { ALL_LOOKS } from '../lib/states';
import { useShortcuts } from './keys';

const ORDER = ['This page', 'Table', 'Everywhere', 'Go to'];

/** The keys that work on this page, and what the signs of states mean. */
export function HelpSheet({ onClose }: { onClose: () => void }) {
  const shortcuts = useShortcuts();
  const [keys, setKeys] = useKeysOn();
  const groups = [...new Set(shortcuts.map(({ group }) => group))].sort((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b));
  return (
    <Dialog open onClose={onClose} title="Keys and states" wide>
      <div className="help">
        {groups.map((group) => (
          <section key={group}>
            <h3>{group}</h3>
            <dl>
              {shortcuts
                .filter((shortcut) => shortcut.group === group)
                .map(({ keys: pressed, label }) => (
                  <div key={pressed}>
                    <dt>
                      {pressed.split(/[ +]/).map((key) => (
                        <kbd key={key}>{key === 'mod' ? 'Ctrl' : key}</kbd>
                      ))}
                    </dt>
                    <dd>{label}</dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
        <section>
          <h3>States</h3>
          <ul className="legend">
            {ALL_LOOKS.map(({ shape, word, tone, chip }) => (
              <li key={word}>
                <span className={`state state-${tone}${chip ? ' state-chip' : ''}`}>
                  <span className="state-shape" aria-hidden>
                    {shape}
                  </span>
                  {word}
                </span>
              </li>
            ))}
          </ul>
        </section>
      </div>
      <label className="help-off">
        <input type="checkbox" checked={keys} onChange={(event) => setKeys(event.target.checked)} />
        Single keys do something
      </label>
    </Dialog>
  );
}
