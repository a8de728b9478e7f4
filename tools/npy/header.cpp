#include "npy/header.hpp"

#include <array>
#include <bit>
#include <limits>
#include <optional>

namespace bellcurve::npy {

static_assert(std::endian::native == std::endian::little,
              "elements are read and written in place, and .npy files here are little endian");

namespace {

struct dtype_row {
  dtype type;
  std::string_view descr;
  std::string_view name;
  std::size_t size;
};
// The one list of element types, in the order of the enum.
constexpr std::array<dtype_row, 6> dtypes = {{
    {dtype::f4, "<f4", "float32", 4},
    {dtype::f8, "<f8", "float64", 8},
    {dtype::u1, "|u1", "uint8", 1},
    {dtype::u2, "<u2", "uint16", 2},
    {dtype::i2, "<i2", "int16", 2},
    {dtype::b1, "|b1", "bool", 1},
}};

const dtype_row& row(dtype type) noexcept { return dtypes[static_cast<std::size_t>(type)]; }

constexpr std::string_view magic = "\x93NUMPY";
constexpr std::size_t max_bytes = std::numeric_limits<std::ptrdiff_t>::max();

std::uint8_t byte_at(std::span<const std::byte> bytes, std::size_t i) {
  return std::to_integer<std::uint8_t>(bytes[i]);
}

/// What can be put on a terminal: anything else as \xNN, and not too much of it.
std::string printable(std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  constexpr std::size_t limit = 40;
  std::string out;
  for (char c : text.substr(0, limit)) {
    const auto u = static_cast<unsigned char>(c);
    if (u >= 0x20 && u < 0x7f) {
      out += c;
    } else {
      out += "\\x";
      out += digits[u >> 4];
      out += digits[u & 15];
    }
  }
  if (text.size() > limit) out += "...";
  return out;
}

/// The product of the extents in elements; 0 if one of them is 0. Extents beside
/// a 0 are held to the same limit, as NumPy holds them.
std::size_t count_elements(dtype type, std::span<const std::size_t> shape) {
  std::size_t room = max_bytes - max_header_size;
  room /= item_size(type);
  std::size_t count = 1;
  bool empty = false;
  for (std::size_t extent : shape) {
    if (extent == 0) {
      empty = true;
    } else if (extent > room / count) {
      throw error("the array is too large for this machine: its size overflows");
    } else {
      count *= extent;
    }
  }
  return empty ? 0 : count;
}

/// Reads the Python dictionary of a header: the three keys once each in any
/// order, with any spacing and an optional last comma. Nothing else of Python's
/// syntax is understood, and nothing else is ever written there.
class dictionary {
 public:
  explicit dictionary(std::string_view text) : text_(text) {}

  header read() {
    std::optional<dtype> type;
    std::optional<bool> fortran_order;
    std::optional<std::vector<std::size_t>> shape;

    expect('{', "the header is no dictionary");
    while (!take('}')) {
      const std::string key = string("a key");
      expect(':', "a ':' is missing after the key '" + printable(key) + "'");
      if (key == "descr") {
        once(type.has_value(), key);
        type = element_type();
      } else if (key == "fortran_order") {
        once(fortran_order.has_value(), key);
        fortran_order = boolean();
      } else if (key == "shape") {
        once(shape.has_value(), key);
        shape = tuple();
      } else {
        throw error("the header has an unknown key '" + printable(key) + "'");
      }
      if (take(',')) continue;
      expect('}', "a ',' or '}' is missing after the value of '" + key + "'");
      break;
    }
    skip_space();
    if (at_ != text_.size()) {
      throw error("the header goes on after its dictionary: '" + printable(rest()) + "'");
    }
    if (!type) throw error("the header has no 'descr'");
    if (!fortran_order) throw error("the header has no 'fortran_order'");
    if (!shape) throw error("the header has no 'shape'");

    header head;
    head.type = *type;
    head.fortran_order = *fortran_order;
    head.count = count_elements(*type, *shape);
    head.shape = std::move(*shape);
    return head;
  }

 private:
  std::string_view rest() const { return text_.substr(at_); }
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  void skip_space() {
    while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r') ++at_;
  }

  bool take(char c) {
    skip_space();
    if (at_ == text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  void expect(char c, const std::string& otherwise) {
    if (!take(c)) throw error(otherwise);
  }

  static void once(bool seen, const std::string& key) {
    if (seen) throw error("the header has the key '" + key + "' twice");
  }

  /// Quoted by ' or ", without escapes.
  std::string string(const char* what) {
    skip_space();
    const char quote = peek();
    if (quote != '\'' && quote != '"') {
      throw error(std::string("the header has no string where ") + what +
                  " belongs: " + (rest().empty() ? "it ends" : "'" + printable(rest()) + "'"));
    }
    const std::size_t end = text_.find(quote, at_ + 1);
    if (end == std::string_view::npos) throw error("the header has a string without an end");
    const std::string_view content = text_.substr(at_ + 1, end - at_ - 1);
    at_ = end + 1;
    return std::string(content);
  }

  dtype element_type() {
    skip_space();
    if (peek() == '[') throw error("dtype is not supported: it is a record of several fields");
    const std::string text = string("the dtype");
    for (const dtype_row& r : dtypes) {
      // One byte has no order: NumPy reads '<u1' as it reads '|u1'.
      if (text == r.descr || (r.size == 1 && text == "<u1")) return r.type;
    }
    const bool big_endian = !text.empty() && text[0] == '>';
    std::string known;
    for (const dtype_row& r : dtypes)
      known += (known.empty() ? "'" : ", '") + std::string(r.descr) + "'";
    throw error("dtype '" + printable(text) + "' is not supported" +
                (big_endian ? " (big endian)" : "") + ", expected one of " + known);
  }

  bool boolean() {
    skip_space();
    for (bool value : {false, true}) {
      const std::string_view word = value ? "True" : "False";
      if (rest().starts_with(word)) {
        at_ += word.size();
        return value;
      }
    }
    throw error("fortran_order must be True or False, got '" + printable(rest()) + "'");
  }

  std::vector<std::size_t> tuple() {
    std::vector<std::size_t> extents;
    expect('(', "shape must be a tuple, got '" + printable(rest()) + "'");
    while (!take(')')) {
      if (extents.size() == max_dimensions) {
        throw error("shape has more than " + std::to_string(max_dimensions) + " dimensions");
      }
      extents.push_back(extent());
      if (take(',')) continue;
      if (extents.size() == 1 && peek() == ')') {
        // In Python (3) is a number in parentheses and (3,) a tuple.
        throw error("shape must be a tuple: a ',' is missing after its only extent");
      }
      expect(')', "shape has no end: a ',' or ')' is missing at '" + printable(rest()) + "'");
      break;
    }
    return extents;
  }

  std::size_t extent() {
    skip_space();
    const std::size_t begin = at_;
    if (peek() == '-') throw error("shape has a negative extent: '" + printable(rest()) + "'");
    std::size_t value = 0;
    while (peek() >= '0' && peek() <= '9') {
      const auto digit = static_cast<std::size_t>(peek() - '0');
      if (value > (max_bytes - digit) / 10) throw error("shape has an extent that overflows");
      value = value * 10 + digit;
      ++at_;
    }
    if (at_ == begin) {
      throw error("shape has something other than a number: '" + printable(rest()) + "'");
    }
    if (text_[begin] == '0' && at_ - begin > 1)
      throw error("shape has a number with a leading zero");
    if (peek() == 'L') ++at_;  // Python 2 wrote long integers so
    return value;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

std::string_view descr(dtype type) noexcept { return row(type).descr; }
std::string_view to_string(dtype type) noexcept { return row(type).name; }
std::size_t item_size(dtype type) noexcept { return row(type).size; }

std::size_t header_size(std::span<const std::byte> start) {
  if (start.empty()) throw error("not a .npy file: it is empty");
  for (std::size_t i = 0; i < magic.size(); ++i) {
    if (i == start.size()) throw error("the file is truncated: it ends inside its magic string");
    if (byte_at(start, i) != static_cast<unsigned char>(magic[i])) {
      throw error("not a .npy file: it does not begin with \\x93NUMPY");
    }
  }
  if (start.size() < magic.size() + 2)
    throw error("the file is truncated: it ends inside its version");
  const unsigned major = byte_at(start, 6);
  const unsigned minor = byte_at(start, 7);
  if (major < 1 || major > 3 || minor != 0) {
    throw error("version " + std::to_string(major) + "." + std::to_string(minor) +
                " of the .npy format is unknown, expected 1.0, 2.0 or 3.0");
  }
  // Version 1 has a length of two bytes, the others of four, least significant first.
  const std::size_t width = major == 1 ? 2 : 4;
  if (start.size() < 8 + width)
    throw error("the file is truncated: it ends inside its header length");
  std::size_t length = 0;
  for (std::size_t i = width; i-- > 0;) length = length << 8 | byte_at(start, 8 + i);
  if (length > max_header_size - preamble_size) {
    throw error("the header is too long: " + std::to_string(length) + " bytes");
  }
  return 8 + width + length;
}

header parse_header(std::span<const std::byte> bytes) {
  const std::size_t size = header_size(bytes);
  if (bytes.size() < size) {
    throw error("the file is truncated: its header has " + std::to_string(size) +
                " bytes, the file " + std::to_string(bytes.size()));
  }
  const std::size_t begin = byte_at(bytes, 6) == 1 ? 10 : 12;
  const auto text = bytes.subspan(begin, size - begin);
  // Views of bytes as characters are what reinterpret_cast is allowed for.
  header head = dictionary({reinterpret_cast<const char*>(text.data()), text.size()}).read();
  head.data_offset = size;
  return head;
}

void check_file_size(const header& head, std::uintmax_t size) {
  const std::uintmax_t expected = head.file_bytes();
  if (size == expected) return;
  throw error((size < expected ? "the file is truncated: its header promises "
                               : "the file goes on after its array: its header promises ") +
              std::to_string(expected) + " bytes, the file has " + std::to_string(size));
}

std::string format_header(dtype type, std::span<const std::size_t> shape) {
  if (shape.size() > max_dimensions) {
    throw error("an array has at most " + std::to_string(max_dimensions) + " dimensions, got " +
                std::to_string(shape.size()));
  }
  count_elements(type, shape);
  std::string text =
      "{'descr': '" + std::string(descr(type)) + "', 'fortran_order': False, 'shape': (";
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (i > 0) text += ", ";
    text += std::to_string(shape[i]);
  }
  text += shape.size() == 1 ? ",), }" : "), }";

  constexpr std::size_t preamble = 10;
  constexpr std::size_t alignment = 64;  // a cache line, and what NumPy pads to
  const std::size_t unpadded = preamble + text.size() + 1;
  text.append((alignment - unpadded % alignment) % alignment, ' ');
  text += '\n';

  std::string out(magic);
  out += '\x01';
  out += '\0';
  out += static_cast<char>(text.size() & 0xff);
  out += static_cast<char>(text.size() >> 8);
  return out + text;
}

}  // namespace bellcurve::npy
