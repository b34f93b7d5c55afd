/** Sends a file with a progress bar. Without this the form is sent by the browser and leads to the same page. */
export function enhanceUpload(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-upload]')) {
    form.addEventListener('submit', (event) => { event.preventDefault(); send(form); });
  }
}

function send(form: HTMLFormElement): void {
  const box = form.querySelector<HTMLElement>('.uploading')!, bar = box.querySelector('progress')!, text = box.querySelector<HTMLElement>('[data-upload-text]')!;
  const button = form.querySelector<HTMLButtonElement>('button[type="submit"]')!, failed = form.querySelector<HTMLElement>('[data-upload-failed]')!;
  const percent = new Intl.NumberFormat(document.documentElement.lang, { style: 'percent' });
  const request = new XMLHttpRequest();
  request.open('POST', form.action);
  request.setRequestHeader('Accept', 'application/json');
  request.responseType = 'json';
  const end = () => { button.disabled = false; box.hidden = true; removeEventListener('beforeunload', warn); };
  request.upload.addEventListener('progress', (event) => {
    if (!event.lengthComputable) return;
    bar.max = event.total;
    bar.value = event.loaded;
    text.textContent = percent.format(event.loaded / event.total);
  });
  request.addEventListener('load', () => {
    end();
    const answer = request.response as { location?: string } | null;
    // The server says where to go on: the import's page, or the form again with its errors and what was typed.
    if (answer?.location) location.assign(answer.location); else failed.hidden = false;
  });
  request.addEventListener('error', () => { end(); failed.hidden = false; });
  request.addEventListener('abort', end);
  box.querySelector('[data-upload-stop]')?.addEventListener('click', () => request.abort(), { once: true });
  addEventListener('beforeunload', warn);
  failed.hidden = true;
  box.hidden = false;
  button.disabled = true;
  request.send(new FormData(form));
}

function warn(event: BeforeUnloadEvent): void { event.preventDefault(); }
