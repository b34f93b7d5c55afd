/** In the floor plan, a room in focus shows its traffic. The table above says the same. */
export function enhancePlan(): void {
  const floor = document.querySelector('svg.floor');
  if (!floor) return;
  const light = (room: string | null) => {
    for (const flow of floor.querySelectorAll<SVGElement>('.flow')) flow.classList.toggle('lit', room !== null && (flow.dataset['from'] === room || flow.dataset['to'] === room));
  };
  const roomOf = (event: Event) => (event.target as Element).closest<SVGElement>('[data-room]')?.dataset['room'] ?? null;
  floor.addEventListener('pointerover', (event) => light(roomOf(event)));
  floor.addEventListener('pointerleave', () => light(null));
  floor.addEventListener('focusin', (event) => light(roomOf(event)));
  floor.addEventListener('focusout', () => light(null));
}
