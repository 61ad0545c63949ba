"""Colours: names, HTML's legacy notation, conversion between spaces, compositing and WCAG contrast."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Final, NamedTuple

Triple = tuple[float, float, float]


class Color(NamedTuple):
    """An sRGB colour: red, green, blue from 0 to 255 (not rounded), alpha from 0 to 1."""

    red: float
    green: float
    blue: float
    alpha: float = 1.0

    def __str__(self) -> str:
        """`#rrggbb`, or `rgba(r, g, b, a)` when it is translucent."""
        red, green, blue = round(self.red), round(self.green), round(self.blue)
        if self.alpha >= 1:
            return f"#{red:02x}{green:02x}{blue:02x}"
        return f"rgba({red}, {green}, {blue}, {self.alpha:.3g})"

    def over(self, backdrop: Color) -> Color:
        """This colour painted upon another (simple alpha compositing, as browsers do it, in sRGB)."""
        if self.alpha >= 1:
            return self
        alpha = self.alpha + backdrop.alpha * (1 - self.alpha)
        if alpha <= 0:
            return TRANSPARENT
        share = self.alpha / alpha
        return Color(
            self.red * share + backdrop.red * (1 - share),
            self.green * share + backdrop.green * (1 - share),
            self.blue * share + backdrop.blue * (1 - share),
            alpha,
        )

    def faded(self, opacity: float) -> Color:
        """This colour with its alpha multiplied."""
        return self if opacity >= 1 else Color(self.red, self.green, self.blue, self.alpha * opacity)

    @property
    def luminance(self) -> float:
        """Relative luminance (WCAG 2), alpha ignored."""
        return 0.2126 * _linear(self.red) + 0.7152 * _linear(self.green) + 0.0722 * _linear(self.blue)


def _linear(channel: float) -> float:
    share = channel / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def contrast(text: Color, background: Color) -> float:
    """WCAG 2 contrast ratio, from 1 to 21, of `text` painted upon an opaque `background`."""
    first, second = text.over(background).luminance, background.luminance
    lighter, darker = max(first, second), min(first, second)
    return (lighter + 0.05) / (darker + 0.05)


BLACK: Final = Color(0, 0, 0)
WHITE: Final = Color(255, 255, 255)
TRANSPARENT: Final = Color(0, 0, 0, 0)


def parse_hex(digits: str) -> Color | None:
    """The digits after `#`: 3, 4, 6 or 8 of them."""
    if len(digits) in (3, 4):
        digits = "".join(digit * 2 for digit in digits)
    if len(digits) not in (6, 8) or not set(digits) <= _HEX:
        return None
    alpha = int(digits[6:], 16) / 255 if len(digits) == 8 else 1.0
    return Color(int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:6], 16), alpha)


_HEX: Final = frozenset("0123456789abcdefABCDEF")


@lru_cache(maxsize=1024)
def parse_legacy_color(text: str) -> Color | None:
    """A colour attribute such as `bgcolor`, by HTML's rules: nearly everything is some colour.

    None for the empty string and `transparent`, which set none.
    """
    text = text.strip(" \t\n\f\r")
    lower = text.lower()
    if not text or lower == "transparent":
        return None
    if (named := NAMED.get(lower)) is not None:
        return named
    if len(text) == 4 and text[0] == "#" and set(text[1:]) <= _HEX:
        return parse_hex(text[1:])
    digits = "".join("00" if ord(sign) > 0xFFFF else sign for sign in text)[:128].removeprefix("#")
    digits = "".join(sign if sign in _HEX else "0" for sign in digits)
    digits += "0" * (-len(digits) % 3 or (3 if not digits else 0))
    size = len(digits) // 3
    parts = [digits[number * size : (number + 1) * size][-8:] for number in range(3)]
    while len(parts[0]) > 2 and all(part[0] == "0" for part in parts):
        parts = [part[1:] for part in parts]
    red, green, blue = (int(part[:2], 16) for part in parts)
    return Color(red, green, blue)


# -- colour spaces (CSS Color 4, sample code of section 18) ----------------------------------------------


def _encode(linear: float) -> float:
    size = abs(linear)
    encoded = 12.92 * size if size <= 0.0031308 else 1.055 * size ** (1 / 2.4) - 0.055
    return math.copysign(encoded, linear)


def _decode(encoded: float) -> float:
    size = abs(encoded)
    linear = size / 12.92 if size <= 0.04045 else ((size + 0.055) / 1.055) ** 2.4
    return math.copysign(linear, encoded)


def _times(rows: tuple[Triple, Triple, Triple], vector: Triple) -> Triple:
    x, y, z = vector
    first, second, third = (a * x + b * y + c * z for a, b, c in rows)
    return first, second, third


_XYZ_TO_LINEAR: Final = (
    (3.2409699419045213, -1.5373831775700935, -0.4986107602930033),
    (-0.9692436362808798, 1.8759675015077206, 0.04155505740717561),
    (0.05563007969699361, -0.20397695888897657, 1.0569715142428786),
)
_LINEAR_TO_XYZ: Final = (
    (0.41239079926595934, 0.357584339383878, 0.1804807884018343),
    (0.21263900587151027, 0.715168678767756, 0.07219231536073371),
    (0.01933081871559182, 0.11919477979462598, 0.9505321522496607),
)
_D50_TO_D65: Final = (
    (0.955473421488075, -0.02309845494876471, 0.06325924320057072),
    (-0.0283697093338637, 1.0099953980813041, 0.021041441191917323),
    (0.012314014864481998, -0.020507649298898964, 1.330365926242124),
)
_D65_TO_D50: Final = (
    (1.0479297925449969, 0.022946870601609652, -0.05019226628920524),
    (0.02962780877005599, 0.9904344267538799, -0.017073799063418826),
    (-0.009243040646204504, 0.015055191490298152, 0.7518742814281371),
)
_P3_TO_XYZ: Final = (
    (0.48657094864821615, 0.26566769316909306, 0.1982172852343625),
    (0.22897456406974878, 0.6917385218365064, 0.079286914093745),
    (0.0, 0.04511338185890264, 1.043944368900976),
)
_A98_TO_XYZ: Final = (
    (0.5766690429101305, 0.1855582379065463, 0.1882286462349947),
    (0.29734497525053605, 0.6273635662554661, 0.07529145849399788),
    (0.02703136138641234, 0.07068885253582723, 0.9913375368376388),
)
_PROPHOTO_TO_XYZ_D50: Final = (
    (0.7977666449006423, 0.13518129740053308, 0.0313477341283922),
    (0.2880748288194013, 0.711835234241873, 0.00008993693872564),
    (0.0, 0.0, 0.8251046025104602),
)
_REC2020_TO_XYZ: Final = (
    (0.6369580483012914, 0.14461690358620832, 0.1688809751641721),
    (0.2627002120112671, 0.6779980715188708, 0.05930171646986196),
    (0.0, 0.028072693049087428, 1.060985057710791),
)
_LMS_TO_LINEAR: Final = (
    (4.0767416621, -3.3077115913, 0.2309699292),
    (-1.2684380046, 2.6097574011, -0.3413193965),
    (-0.0041960863, -0.7034186147, 1.7076147010),
)
_OKLAB_TO_LMS: Final = (
    (1.0, 0.3963377774, 0.2158037573),
    (1.0, -0.1055613458, -0.0638541728),
    (1.0, -0.0894841775, -1.2914855480),
)
_LINEAR_TO_LMS: Final = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
_LMS_TO_OKLAB: Final = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)
_D50: Final = (0.9642956764295677, 1.0, 0.8251046025104602)


def hsl_to_rgb(hue: float, saturation: float, lightness: float) -> Triple:
    """Hue in degrees, the others from 0 to 1; the answer from 0 to 1."""
    hue %= 360

    def channel(offset: float) -> float:
        turn = (offset + hue / 30) % 12
        spread = saturation * min(lightness, 1 - lightness)
        return lightness - spread * max(-1, min(turn - 3, 9 - turn, 1))

    return channel(0), channel(8), channel(4)


def hwb_to_rgb(hue: float, white: float, black: float) -> Triple:
    if white + black >= 1:
        grey = white / (white + black)
        return grey, grey, grey
    red, green, blue = (channel * (1 - white - black) + white for channel in hsl_to_rgb(hue, 1, 0.5))
    return red, green, blue


def lab_to_rgb(lightness: float, a: float, b: float) -> Triple:
    y = (lightness + 16) / 116
    x, z = a / 500 + y, y - b / 200
    kappa, epsilon = 24389 / 27, 216 / 24389
    xyz = (
        (x**3 if x**3 > epsilon else (116 * x - 16) / kappa) * _D50[0],
        (y**3 if lightness > kappa * epsilon else lightness / kappa) * _D50[1],
        (z**3 if z**3 > epsilon else (116 * z - 16) / kappa) * _D50[2],
    )
    return xyz_to_rgb(_times(_D50_TO_D65, xyz))


def polar(lightness: float, chroma: float, hue: float) -> Triple:
    """LCH to Lab, or OKLCH to OKLab."""
    return lightness, chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))


def oklab_to_rgb(lightness: float, a: float, b: float) -> Triple:
    first, second, third = _times(_OKLAB_TO_LMS, (lightness, a, b))
    red, green, blue = _times(_LMS_TO_LINEAR, (first**3, second**3, third**3))
    return _encode(red), _encode(green), _encode(blue)


def rgb_to_oklab(red: float, green: float, blue: float) -> Triple:
    linear = (_decode(red), _decode(green), _decode(blue))
    first, second, third = (math.copysign(abs(part) ** (1 / 3), part) for part in _times(_LINEAR_TO_LMS, linear))
    return _times(_LMS_TO_OKLAB, (first, second, third))


def rgb_to_lab(red: float, green: float, blue: float) -> Triple:
    xyz = _times(_D65_TO_D50, _times(_LINEAR_TO_XYZ, (_decode(red), _decode(green), _decode(blue))))
    kappa, epsilon = 24389 / 27, 216 / 24389
    x, y, z = (
        part ** (1 / 3) if part > epsilon else (kappa * part + 16) / 116
        for part in (xyz[0] / _D50[0], xyz[1] / _D50[1], xyz[2] / _D50[2])
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def to_polar(lab: Triple) -> Triple:
    """Lab to LCH, or OKLab to OKLCH."""
    lightness, a, b = lab
    return lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360


def rgb_to_hsl(red: float, green: float, blue: float) -> Triple:
    """Channels from 0 to 1; hue in degrees, saturation and lightness from 0 to 100."""
    greatest, least = max(red, green, blue), min(red, green, blue)
    lightness, spread = (greatest + least) / 2, greatest - least
    if spread == 0:
        return 0.0, 0.0, lightness * 100
    saturation = spread / (1 - abs(2 * lightness - 1)) if 0 < lightness < 1 else 0.0
    if greatest == red:
        hue = (green - blue) / spread % 6
    elif greatest == green:
        hue = (blue - red) / spread + 2
    else:
        hue = (red - green) / spread + 4
    return hue * 60, saturation * 100, lightness * 100


def rgb_to_hwb(red: float, green: float, blue: float) -> Triple:
    hue, _, _ = rgb_to_hsl(red, green, blue)
    return hue, min(red, green, blue) * 100, (1 - max(red, green, blue)) * 100


def rgb_to_space(space: str, rgb: Triple) -> Triple:
    """sRGB channels in a linear or sRGB space of `color()`; KeyError for one that is not mixed in."""
    if space == "srgb":
        return rgb
    linear = (_decode(rgb[0]), _decode(rgb[1]), _decode(rgb[2]))
    if space == "srgb-linear":
        return linear
    xyz = _times(_LINEAR_TO_XYZ, linear)
    return {"xyz": xyz, "xyz-d65": xyz, "xyz-d50": _times(_D65_TO_D50, xyz)}[space]


def xyz_to_rgb(xyz: Triple) -> Triple:
    red, green, blue = _times(_XYZ_TO_LINEAR, xyz)
    return _encode(red), _encode(green), _encode(blue)


def space_to_rgb(space: str, values: Triple) -> Triple | None:
    """A colour of a predefined space of `color()`; None for a space that does not exist."""
    red, green, blue = values
    if space == "srgb":
        return values
    if space == "srgb-linear":
        return _encode(red), _encode(green), _encode(blue)
    if space in ("xyz", "xyz-d65"):
        return xyz_to_rgb(values)
    if space == "xyz-d50":
        return xyz_to_rgb(_times(_D50_TO_D65, values))
    if space == "display-p3":
        return xyz_to_rgb(_times(_P3_TO_XYZ, (_decode(red), _decode(green), _decode(blue))))
    if space == "a98-rgb":
        first, second, third = (math.copysign(abs(part) ** (563 / 256), part) for part in values)
        return xyz_to_rgb(_times(_A98_TO_XYZ, (first, second, third)))
    if space == "prophoto-rgb":
        first, second, third = (
            part / 16 if abs(part) <= 16 / 512 else math.copysign(abs(part) ** 1.8, part) for part in values
        )
        return xyz_to_rgb(_times(_D50_TO_D65, _times(_PROPHOTO_TO_XYZ_D50, (first, second, third))))
    if space == "rec2020":
        first, second, third = (math.copysign(abs(part) ** 2.4, part) for part in values)
        return xyz_to_rgb(_times(_REC2020_TO_XYZ, (first, second, third)))
    return None


def from_rgb(rgb: Triple, alpha: float = 1.0) -> Color:
    """A colour from channels from 0 to 1; what lies outside sRGB is clipped, as on a screen."""
    red, green, blue = (min(max(channel, 0.0), 1.0) * 255 for channel in rgb)
    return Color(red, green, blue, min(max(alpha, 0.0), 1.0))


_NAMES: Final = """
aliceblue f0f8ff antiquewhite faebd7 aqua 00ffff aquamarine 7fffd4 azure f0ffff beige f5f5dc bisque ffe4c4
black 000000 blanchedalmond ffebcd blue 0000ff blueviolet 8a2be2 brown a52a2a burlywood deb887 cadetblue 5f9ea0
chartreuse 7fff00 chocolate d2691e coral ff7f50 cornflowerblue 6495ed cornsilk fff8dc crimson dc143c cyan 00ffff
darkblue 00008b darkcyan 008b8b darkgoldenrod b8860b darkgray a9a9a9 darkgreen 006400 darkgrey a9a9a9
darkkhaki bdb76b darkmagenta 8b008b darkolivegreen 556b2f darkorange ff8c00 darkorchid 9932cc darkred 8b0000
darksalmon e9967a darkseagreen 8fbc8f darkslateblue 483d8b darkslategray 2f4f4f darkslategrey 2f4f4f
darkturquoise 00ced1 darkviolet 9400d3 deeppink ff1493 deepskyblue 00bfff dimgray 696969 dimgrey 696969
dodgerblue 1e90ff firebrick b22222 floralwhite fffaf0 forestgreen 228b22 fuchsia ff00ff gainsboro dcdcdc
ghostwhite f8f8ff gold ffd700 goldenrod daa520 gray 808080 green 008000 greenyellow adff2f grey 808080
honeydew f0fff0 hotpink ff69b4 indianred cd5c5c indigo 4b0082 ivory fffff0 khaki f0e68c lavender e6e6fa
lavenderblush fff0f5 lawngreen 7cfc00 lemonchiffon fffacd lightblue add8e6 lightcoral f08080 lightcyan e0ffff
lightgoldenrodyellow fafad2 lightgray d3d3d3 lightgreen 90ee90 lightgrey d3d3d3 lightpink ffb6c1
lightsalmon ffa07a lightseagreen 20b2aa lightskyblue 87cefa lightslategray 778899 lightslategrey 778899
lightsteelblue b0c4de lightyellow ffffe0 lime 00ff00 limegreen 32cd32 linen faf0e6 magenta ff00ff maroon 800000
mediumaquamarine 66cdaa mediumblue 0000cd mediumorchid ba55d3 mediumpurple 9370db mediumseagreen 3cb371
mediumslateblue 7b68ee mediumspringgreen 00fa9a mediumturquoise 48d1cc mediumvioletred c71585
midnightblue 191970 mintcream f5fffa mistyrose ffe4e1 moccasin ffe4b5 navajowhite ffdead navy 000080
oldlace fdf5e6 olive 808000 olivedrab 6b8e23 orange ffa500 orangered ff4500 orchid da70d6 palegoldenrod eee8aa
palegreen 98fb98 paleturquoise afeeee palevioletred db7093 papayawhip ffefd5 peachpuff ffdab9 peru cd853f
pink ffc0cb plum dda0dd powderblue b0e0e6 purple 800080 rebeccapurple 663399 red ff0000 rosybrown bc8f8f
royalblue 4169e1 saddlebrown 8b4513 salmon fa8072 sandybrown f4a460 seagreen 2e8b57 seashell fff5ee
sienna a0522d silver c0c0c0 skyblue 87ceeb slateblue 6a5acd slategray 708090 slategrey 708090 snow fffafa
springgreen 00ff7f steelblue 4682b4 tan d2b48c teal 008080 thistle d8bfd8 tomato ff6347 turquoise 40e0d0
violet ee82ee wheat f5deb3 white ffffff whitesmoke f5f5f5 yellow ffff00 yellowgreen 9acd32
"""


def _named(table: str) -> dict[str, Color]:
    names = table.split()
    return {
        name: Color(int(code[:2], 16), int(code[2:4], 16), int(code[4:], 16))
        for name, code in zip(names[::2], names[1::2], strict=True)
    }


NAMED: Final = _named(_NAMES)
"""The named colours of CSS, without `transparent` and the system colours."""
