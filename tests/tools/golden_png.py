#!/usr/bin/python3
"""Writes tests/tools/golden/png_*.png byte by byte, with nothing but zlib.

    tests/tools/golden_png.py

Sample number k, in the order of the picture, is (37 k + 1) mod 256, or
(7919 k + 1) mod 65536 with 16 bits, so that the tests know every value.
"""
import pathlib
import struct
import zlib

directory = pathlib.Path(__file__).parent / "golden"
GRAY, RGB, PALETTE, GRAY_ALPHA, RGB_ALPHA = 0, 2, 3, 4, 6
channels = {GRAY: 1, RGB: 3, GRAY_ALPHA: 2, RGB_ALPHA: 4}


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def save(name, width, height, depth, color, rows, extra=b"", interlace=0):
    raw = b"".join(b"\0" + row for row in rows)  # filter type 0
    head = struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, interlace)
    (directory / f"png_{name}.png").write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + extra + chunk(b"IDAT", zlib.compress(raw)) +
        chunk(b"IEND", b""))


def pixels(width, height, depth, color):
    """rows x columns of the bytes of a pixel."""
    def sample(k):
        return bytes([(37 * k + 1) % 256]) if depth == 8 else struct.pack(">H", (7919 * k + 1) % 65536)
    n = channels[color]
    return [[b"".join(sample((i * width + j) * n + c) for c in range(n)) for j in range(width)]
            for i in range(height)]


def counting(name, width, height, depth, color, extra=b""):
    save(name, width, height, depth, color,
         [b"".join(row) for row in pixels(width, height, depth, color)], extra)


counting("gray8", 4, 3, 8, GRAY)
counting("gray16", 4, 3, 16, GRAY)
counting("rgb8", 3, 4, 8, RGB)
counting("rgb16", 3, 4, 16, RGB)
counting("rgba8", 3, 2, 8, RGB_ALPHA)
counting("graya16", 2, 3, 16, GRAY_ALPHA)
# Neither a gamma nor a text may touch the samples.
counting("gamma_rgb8", 3, 4, 8, RGB, chunk(b"gAMA", struct.pack(">I", 100000)) +
         chunk(b"tEXt", b"Comment\0any text"))
save("palette", 3, 1, 8, PALETTE, [bytes([1, 0, 1])], chunk(b"PLTE", bytes([1, 2, 3, 9, 8, 7])))
save("gray1", 3, 1, 1, GRAY, [bytes([0b10100000])])

# Adam7: each pass is a picture of its own (PNG specification, 8.2).
grid = pixels(9, 10, 8, RGB)
passes = [(0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2),
          (1, 0, 2, 1)]
rows = [b"".join(grid[i][left::across]) for top, left, down, across in passes
        for i in range(top, 10, down) if grid[i][left::across]]
save("interlaced", 9, 10, 8, RGB, rows, interlace=1)
