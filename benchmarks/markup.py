"""HTML in the manner of the systems that most of it is published with, for `benchmarks.sources`; the words are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.corpus import words_of
from benchmarks.material import sentence, url

if TYPE_CHECKING:
    import random


def wordpress(draw: random.Random) -> str:
    """Return 4 to 8 KB of HTML as WordPress renders its blocks: 15 to 30 of them, as they are met in posts."""
    parts = [_picture(draw), *(_block(draw) for _ in range(draw.randrange(15, 30)))]
    return "\n\n\n\n".join(parts) + (
        f'\n<p>The post <a rel="nofollow" href="{url(draw)}">{words_of(draw, 6).title()}</a> appeared first on'
        ' <a rel="nofollow" href="https://herald.example">The Valley Herald</a>.</p>\n'
    )


def _block(draw: random.Random) -> str:
    """Return a block: of ten seven are paragraphs."""
    kinds = (_list, _quotation, _picture, _film, _table)
    if draw.random() < 0.7:
        return f"<p>{_words(draw)}</p>"
    if draw.random() < 0.3:
        return f'<h2 class="wp-block-heading">{words_of(draw, 5).capitalize()}</h2>'
    return draw.choices(kinds, (30, 30, 25, 10, 5))[0](draw)


def _list(draw: random.Random) -> str:
    items = "\n\n\n\n".join(f"<li>{_words(draw, 12)}</li>" for _ in range(draw.randrange(3, 7)))
    return f'<ul class="wp-block-list">\n{items}\n</ul>'


def _quotation(draw: random.Random) -> str:
    said = f"<p>{sentence(draw, 22)}</p>\n<cite>{words_of(draw, 2)}</cite>"
    return f'<blockquote class="wp-block-quote is-layout-flow">\n{said}</blockquote>'


def _film(draw: random.Random) -> str:
    film = f'<iframe title="{words_of(draw, 3)}" width="500" height="281" src="{url(draw)}" allowfullscreen></iframe>'
    wrapped = f'<div class="wp-block-embed__wrapper">\n{film}\n</div>'
    return f'<figure class="wp-block-embed is-type-video">{wrapped}</figure>'


def _table(draw: random.Random) -> str:
    rows = "".join(f"<tr><td>{words_of(draw, 2)}</td><td>{draw.randrange(99)} mm</td></tr>" for _ in range(5))
    return f'<figure class="wp-block-table"><table class="has-fixed-layout"><tbody>{rows}</tbody></table></figure>'


def _words(draw: random.Random, count: int = 40) -> str:
    """Return words as people write them there: one paragraph of two with something in it."""
    words = f"{words_of(draw, count // 2).capitalize()}&#8217;s {{}} {words_of(draw, count - count // 2)}."
    link = f'<a href="{url(draw)}/" target="_blank" rel="noreferrer noopener">{words_of(draw, 3)}</a>'
    shapes = (
        *("&#8212;", "&#8220;so&#8221;", "&#8230;", "and", "or", "the"),
        *(link, link, link, f"<strong>{words_of(draw, 2)}</strong>", f"<em>{words_of(draw, 3)}</em>"),
        *(f"&nbsp;{words_of(draw, 2)}", f'<span style="color:#222">{words_of(draw, 4)}</span>', "so<br />\nit went on"),
        *(f"<strong>{link}</strong>", "R&amp;D"),
    )
    return words.format(draw.choice(shapes))


def _picture(draw: random.Random) -> str:
    place = f"{url(draw)}/wp-content/uploads/2025/12/rain_{draw.randrange(99)}"
    sizes = ", ".join(f"{place}-{width}x{width * 2 // 3}.jpg {width}w" for width in (300, 768, 1024))
    return (
        f'<figure class="wp-block-image size-large"><img loading="lazy" decoding="async" width="1024" height="683"'
        f' src="{place}.jpg" alt="{words_of(draw, 4)}" class="wp-image-{draw.randrange(9999)}" srcset="{sizes}"'
        f' sizes="auto, (max-width: 1024px) 100vw, 1024px" /><figcaption class="wp-element-caption">'
        f'{sentence(draw, 10)} Photo: <a href="{url(draw)}">{words_of(draw, 2).title()}</a></figcaption></figure>'
    )


def newsletter(draw: random.Random) -> str:
    """Return 4 to 8 KB of HTML as newsletters have it, in the manner of Ghost and of Substack in turn."""
    picture = _ghost_picture if draw.random() < 0.5 else _substack_picture
    parts = [picture(draw)]
    for _ in range(draw.randrange(8, 14)):
        parts += (f"<p>{_spanned(draw)}</p>", f"<p>{sentence(draw, 35)}</p>")
        if draw.random() < 0.3:
            parts.append(f'<h3 id="{words_of(draw, 1)}">{words_of(draw, 4)}</h3>')
    items = "".join(f"<li><p>{_spanned(draw, 14)}</p></li>" for _ in range(4))
    parts += (f"<ol>{items}</ol>", "<div><hr></div>", picture(draw))
    return "".join(parts) + '<img src="https://count.example/o.gif?i=1" width="1" height="1" alt="">'


def _spanned(draw: random.Random, count: int = 35) -> str:
    link = f'<a href="{url(draw)}?ref=herald"><span>{words_of(draw, 3)}</span></a>'
    return (
        f"<span>{words_of(draw, count // 2).capitalize()} </span>{link}<span>, {words_of(draw, count // 2)}, </span>"
        f"<em>{words_of(draw, 2)}</em><span>.</span>"
    )


def _ghost_picture(draw: random.Random) -> str:
    place = f"{url(draw)}/content/images"
    return (
        f'<figure class="kg-card kg-image-card kg-card-hascaption"><img src="{place}/a.jpg" class="kg-image"'
        f' alt="{words_of(draw, 3)}" loading="lazy" width="2000" height="1333" srcset="{place}/w600/a.jpg 600w"'
        f' sizes="(min-width: 720px) 720px"><figcaption><span style="white-space: pre-wrap;">{sentence(draw, 8)}</span>'
        "</figcaption></figure>"
    )


def _substack_picture(draw: random.Random) -> str:
    place = f"{url(draw)}/image/fetch/w_1456"
    said = f"{{&quot;src&quot;:&quot;{place}/b.png&quot;,&quot;height&quot;:971}}"
    return (
        f'<div class="captioned-image-container"><figure><a class="image-link" target="_blank" href="{place}/b.png">'
        f'<div class="image2-inset"><picture><source type="image/webp" srcset="{place}/b.png 424w" sizes="100vw">'
        f'<img src="{place}/b.png" width="1456" height="971" data-attrs="{said}" class="sizing-normal" alt="">'
        f"</picture><div></div></div></a><figcaption>{sentence(draw, 8)}</figcaption></figure></div>"
    )
