/** Where the link of an invitation leads: a form for a password. The token is in the part after #, which no server sees. */
export const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="referrer" content="no-referrer">
<title>Nightshift: invitation</title>
<style>body { font: 16px system-ui; max-width: 28rem; margin: 4rem auto; padding: 0 1rem } input { width: 100%; font: inherit }</style>
<h1>Welcome to Nightshift</h1>
<form>
  <p><label>Choose a password, 15 characters or more
    <input name="password" type="password" minlength="15" maxlength="256" autocomplete="new-password" required></label></p>
  <p><button>Accept the invitation</button></p>
</form>
<p id="outcome" role="status"></p>
<script src="page.js"></script>
</html>
`;

export const SCRIPT = `const form = document.querySelector('form');
const outcome = document.getElementById('outcome');
form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const answer = await fetch('accept', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token: location.hash.slice(1), password: form.password.value }),
  });
  const body = await answer.json();
  outcome.textContent = answer.ok
    ? 'Done. You can log in as ' + body.email + '.'
    : (body.errors?.[0]?.message ?? body.detail);
  if (!answer.ok) return;
  form.remove();
  history.replaceState(null, '', location.pathname);
});
`;
