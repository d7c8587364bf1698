"""What axe-core does not look for, asked of a page in a browser."""

from collections.abc import Iterable, Iterator

from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FOCUS_STEPS = 25
TARGET_MIN = 24

TURN = """() => {
    document.documentElement.dir = "rtl";
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const words = /[\\p{L}]+/gu;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        node.data = node.data.replace(words, (word) => `\u202e${word}\u202c`);
    }
}"""
"""Every word is turned, so that an element that does not follow is seen at once."""
WRONG_SIDE = """() => {
    const found = [];
    const side = document.querySelector(".side"), main = document.querySelector("main");
    if (side?.checkVisibility()) {
        const [at, of] = [side, main].map((one) => one.getBoundingClientRect());
        if (at.left < of.right) found.push("the navigation is not on the right");
    }
    const mark = document.querySelector(".top__mark").getBoundingClientRect();
    if (mark.left + mark.width / 2 < innerWidth / 2) found.push("the mark is not on the right");
    const title = document.querySelector("h1");
    if (getComputedStyle(title).direction !== "rtl") found.push("the title is not turned");
    return found;
}"""
SIDEWAYS = "document.documentElement.scrollWidth - innerWidth"
NARROW = """(least) => {
    const found = [];
    const pressed = "a[href], button, input, select, textarea, summary";
    for (const one of document.querySelectorAll(pressed)) {
        if (!one.checkVisibility({visibilityProperty: true}) || one.type === "hidden") continue;
        if (one.closest(".ds-sr-only, .ds-skip-link") || one.matches(":disabled")) continue;
        // A link in a sentence is as tall as its line, which the rule allows (2.5.8, inline).
        const inline = one.matches("a") && getComputedStyle(one).display === "inline";
        const boxes = [one, ...(one.labels ?? [])].map((part) => part.getBoundingClientRect());
        const span = (from, to) => Math.max(...boxes.map((box) => box[to]))
            - Math.min(...boxes.map((box) => box[from]));
        const [wide, tall] = [span("left", "right"), span("top", "bottom")];
        if (!inline && boxes[0].width && (wide < least || tall < least)) {
            found.push(`${one.outerHTML.slice(0, 120)} is ${wide.toFixed(0)} x ${tall.toFixed(0)}`);
        }
    }
    return found;
}"""
FROM_THE_TOP = """() => {
    document.activeElement?.blur();
    // A browser goes on from where the focus was, even when nothing has it any more.
    document.body.tabIndex = -1;
    document.body.focus({preventScroll: true});
    document.body.removeAttribute("tabindex");
    scrollTo(0, 0);
}"""
FOCUSED = """() => {
    const one = document.activeElement;
    if (!one || one === document.body) return null;
    const box = one.getBoundingClientRect();
    const style = getComputedStyle(one);
    const middle = document.elementFromPoint(
        Math.min(Math.max(box.x + box.width / 2, 0), innerWidth - 1),
        Math.min(Math.max(box.y + box.height / 2, 0), innerHeight - 1));
    const drawn = style.outlineStyle !== "none" || style.boxShadow !== "none"
        || getComputedStyle(one, "::after").outlineStyle !== "none";
    const on_screen = box.bottom > 0 && box.top < innerHeight && box.width > 0;
    const free = !middle || one.contains(middle) || middle.contains(one)
        || Boolean(middle.closest("label")?.contains(one))
        || [...(one.labels ?? [])].some((label) => label.contains(middle));
    return {html: one.outerHTML.slice(0, 120), drawn, on_screen, free,
            skips: one.matches(".ds-skip-link")};
}"""


def sideways(page: Page) -> list[str]:
    """Whether the page must be scrolled sideways."""
    over = page.evaluate(SIDEWAYS)
    return [f"is {over} pixels wider than the screen"] if over > 0 else []


def narrow_targets(page: Page) -> list[str]:
    """What is pressed, and is smaller than the least size."""
    found: list[str] = page.evaluate(NARROW, TARGET_MIN)
    return [f"small target: {one}" for one in found]


def hidden_focus(page: Page, steps: int = FOCUS_STEPS) -> list[str]:
    """Where the Tab key leads that cannot be seen; first of all to the skip link."""
    page.evaluate(FROM_THE_TOP)
    found = []
    for step in range(steps):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUSED)
        if at is None:
            break
        if step == 0 and not at["skips"] and not page.locator("[data-focus]").count():
            found.append(f"the first stop is no skip link: {at['html']}")
        if not (at["drawn"] and at["on_screen"] and at["free"]):
            found.append(f"focus not seen: {at}")
    return found


def turned(page: Page, widths: Iterable[int]) -> Iterator[str]:
    """What does not follow when the page is written from right to left; it stays turned."""
    page.evaluate(TURN)
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        for fault in (*page.evaluate(WRONG_SIDE), *sideways(page)):
            yield f"from right to left, {width} wide: {fault}"
