// Which part of the conversation is looked at: what one asked for comes into view, from its
// beginning; what others say never tears one away from what one reads.

const NEAR_END = 80;
const MARGIN = 8;

export class View {
  // bar: the button that says what came below the view.
  constructor(log, bar) {
    this.log = log;
    this.bar = bar;
    // What was brought into view stays there until one scrolls.
    this.held = null;
    this.unseen = null;
    this.wasAtEnd = true;
    for (const kind of ["wheel", "touchmove", "pointerdown", "keydown"]) log.addEventListener(kind, () => this.release(), { passive: true });
    log.addEventListener("scroll", () => this.scrolled());
    // Pictures that come late and a message box that grows would push away what is shown.
    log.addEventListener("load", () => this.settle(), true);
    new ResizeObserver(() => this.settle()).observe(log);
    bar.addEventListener("click", () => this.catchUp());
  }

  get isAtEnd() {
    return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < NEAR_END;
  }

  // Show the end of a node, but never past the beginning of ``first``.
  show(node, first = node) {
    this.held = { node, first };
    this.settle();
    if (this.isBelow(node)) this.tell(node);
  }

  showEnd() {
    if (this.log.lastElementChild) this.show(this.log.lastElementChild);
    this.seen();
  }

  // Only what is not whole in view is moved.
  showAll(node) {
    const [view, box] = [this.log.getBoundingClientRect(), node.getBoundingClientRect()];
    if (box.top < view.top || box.bottom > view.bottom) this.show(node);
  }

  tell(node) {
    if (!this.unseen?.isConnected) this.unseen = node;
    this.bar.hidden = false;
  }

  catchUp() {
    const node = this.unseen?.isConnected ? this.unseen : this.log.lastElementChild;
    this.seen();
    if (!node) return;
    this.held = null;
    this.log.scrollTop = this.topOf(node) - MARGIN;
    node.focus({ preventScroll: true });
  }

  // The message at the top of the view, to come back to when all are drawn anew.
  place() {
    const { top } = this.log.getBoundingClientRect();
    const node = [...this.log.querySelectorAll(".message")].find((one) => one.getBoundingClientRect().bottom > top);
    return { id: node?.dataset.id, offset: node ? node.getBoundingClientRect().top : 0, isAtEnd: this.isAtEnd };
  }

  comeBack({ offset, isAtEnd }, node) {
    if (isAtEnd || !node) return this.showEnd();
    this.held = null;
    this.log.scrollTop += node.getBoundingClientRect().top - offset;
    return this.scrolled();
  }

  startsInView(node) {
    const [view, box] = [this.log.getBoundingClientRect(), node.getBoundingClientRect()];
    return box.top >= view.top - MARGIN && box.top < view.bottom;
  }

  isBelow(node) {
    return node.getBoundingClientRect().top > this.log.getBoundingClientRect().bottom - MARGIN;
  }

  topOf(node) {
    return node.getBoundingClientRect().top - this.log.getBoundingClientRect().top + this.log.scrollTop;
  }

  release() {
    this.held = null;
  }

  settle() {
    if (this.held?.node.isConnected) {
      const { node, first } = this.held;
      const end = this.topOf(node) + node.offsetHeight + MARGIN - this.log.clientHeight;
      this.log.scrollTop = Math.min(end, this.topOf(first.isConnected ? first : node) - MARGIN);
      this.placed = this.log.scrollTop;
    } else if (this.wasAtEnd) this.log.scrollTop = this.log.scrollHeight;
    this.scrolled();
  }

  scrolled() {
    if (this.held && Math.abs(this.log.scrollTop - this.placed) > 1) this.held = null;
    this.wasAtEnd = this.isAtEnd;
    if (this.wasAtEnd || (this.unseen && !(this.unseen.isConnected && this.isBelow(this.unseen)))) this.seen();
  }

  seen() {
    this.unseen = null;
    this.bar.hidden = true;
  }
}
