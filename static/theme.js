// The page wears the colours that were chosen; the server keeps them for the next one.
const root = document.documentElement;

export function wear(form, { name, value }) {
  root.dataset.theme = value;
  for (const button of form.elements) button.setAttribute("aria-pressed", button.value === value);
  const ground = getComputedStyle(root).backgroundColor;
  for (const around of document.querySelectorAll("[name=theme-color]")) around.content = ground;
  fetch(form.action, { method: "POST", body: new URLSearchParams({ [name]: value }), redirect: "manual", keepalive: true });
}
