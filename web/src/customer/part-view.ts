/**
 * A part in 3-D on the page of a customer's link: the element `<ns-part src="…" name="…">`. It is a file of its own with a name that
 * stays (`/part-view.js`), because the page is made by the server; the viewer comes after it.
 */
import type { Look } from '../viewer/look';
import type { PartViewer } from '../viewer/part-viewer';

const LIGHT: Look = {
  ground: '#ffffff',
  part: '#7b8794',
  edge: '#1a212b',
  lit: '#9c001f',
  section: '#956101',
  ink: '#244db4',
};
const DARK: Look = {
  ...LIGHT,
  ground: '#161b22',
  part: '#75818f',
  edge: '#e3e8ee',
  lit: '#e8615d',
  section: '#fdcd66',
};
const dark = matchMedia('(prefers-color-scheme: dark)');

class PartElement extends HTMLElement {
  private viewer: PartViewer | undefined;

  async connectedCallback(): Promise<void> {
    this.tabIndex = 0;
    this.setAttribute('role', 'application');
    this.setAttribute(
      'aria-label',
      `3-D view of ${this.getAttribute('name') ?? 'the part'}. Arrow keys turn it, plus and minus zoom, 0 shows it as at first.`,
    );
    this.addEventListener('keydown', this.onKey);
    try {
      const [{ PartViewer: Viewer }, answer] = await Promise.all([
        import('../viewer/part-viewer'),
        fetch(this.getAttribute('src')!),
      ]);
      if (!answer.ok) throw new Error(`The server answered ${answer.status}`);
      const file = await answer.arrayBuffer();
      if (!this.isConnected) return;
      this.viewer = new Viewer(this, file, dark.matches ? DARK : LIGHT);
    } catch {
      this.dataset.gl = 'none';
      this.removeAttribute('role');
      this.textContent = 'This part cannot be shown in 3-D here.';
      this.style.height = 'auto';
    }
  }

  disconnectedCallback(): void {
    this.viewer?.dispose();
    this.viewer = undefined;
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    const steps: Record<string, (viewer: PartViewer) => void> = {
      ArrowLeft: (viewer) => viewer.turn(1, 0),
      ArrowRight: (viewer) => viewer.turn(-1, 0),
      ArrowUp: (viewer) => viewer.turn(0, 1),
      ArrowDown: (viewer) => viewer.turn(0, -1),
      '+': (viewer) => viewer.zoom(1),
      '-': (viewer) => viewer.zoom(-1),
      '0': (viewer) => viewer.look('corner'),
    };
    const step = steps[event.key];
    if (!step || !this.viewer || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    step(this.viewer);
  };
}

if (!customElements.get('ns-part')) customElements.define('ns-part', PartElement);
