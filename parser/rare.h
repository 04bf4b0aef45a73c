// Ways to hold a value that keep the values around it small: a file has many statements, and most of what a statement
// can say it does not say.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace lockstep {

/// A value that is mostly absent: std::optional's interface, but it takes one pointer, and the value stands on the
/// heap.
template <typename T>
class Rare {
 public:
  Rare() = default;
  Rare(std::nullopt_t) {}                                           // NOLINT: implicit, as std::optional's are
  Rare(T value) : value_(std::make_unique<T>(std::move(value))) {}  // NOLINT
  Rare(std::optional<T> value) {                                    // NOLINT
    if (value) value_ = std::make_unique<T>(std::move(*value));
  }
  Rare(const Rare& other) : value_(other ? std::make_unique<T>(*other) : nullptr) {}
  Rare(Rare&&) noexcept = default;
  Rare& operator=(const Rare& other) { return *this = Rare(other); }
  Rare& operator=(Rare&&) noexcept = default;
  ~Rare() = default;

  [[nodiscard]] bool has_value() const { return value_ != nullptr; }
  explicit operator bool() const { return has_value(); }
  [[nodiscard]] T& operator*() { return *value_; }
  [[nodiscard]] const T& operator*() const { return *value_; }
  [[nodiscard]] T* operator->() { return value_.get(); }
  [[nodiscard]] const T* operator->() const { return value_.get(); }
  T& emplace() { return *(value_ = std::make_unique<T>()); }
  void reset() { value_.reset(); }
  template <typename U>
  friend bool operator==(const Rare& a, const U& b) {
    return a.has_value() && *a == b;
  }

  /// A copy, for those who take an optional.
  operator std::optional<T>() const { return value_ ? std::optional<T>(*value_) : std::nullopt; }  // NOLINT

 private:
  std::unique_ptr<T> value_;
};

/// A text that is mostly empty: one pointer. It reads as a std::string, and only a whole one can be assigned.
class RareText {
 public:
  RareText() = default;
  RareText(const char* text) : RareText(std::string(text)) {}  // NOLINT: implicit, as std::string's is
  explicit RareText(std::string text) { *this = std::move(text); }
  RareText& operator=(std::string text) {
    text_ = text.empty() ? Rare<std::string>() : Rare<std::string>(std::move(text));
    return *this;
  }

  [[nodiscard]] const std::string& str() const {
    static const std::string kEmpty;
    return text_ ? *text_ : kEmpty;
  }
  operator const std::string&() const { return str(); }  // NOLINT
  operator std::string_view() const { return str(); }    // NOLINT
  friend std::string operator+(std::string_view a, const RareText& b) { return std::string(a) += b.str(); }
  [[nodiscard]] bool empty() const { return !text_; }
  friend bool operator==(const RareText& a, const RareText& b) { return a.str() == b.str(); }
  friend bool operator==(const RareText& a, std::string_view b) { return a.str() == b; }
  friend bool operator==(const RareText& a, const std::string& b) { return a.str() == b; }
  friend bool operator==(const RareText& a, const char* b) { return a.str() == b; }

 private:
  Rare<std::string> text_;
};

/// One of `Types`, the first until something is assigned. Unlike a variant it takes as much room as what it holds, not
/// as the largest type does. Copies share it until one is changed.
template <typename First, typename... Rest>
class OneOf {
  template <typename T>
  static constexpr bool kHolds = std::is_same_v<T, First> || (std::is_same_v<T, Rest> || ...);

  template <typename T>
  static constexpr uint8_t index_of() {
    const bool same[] = {std::is_same_v<T, First>, std::is_same_v<T, Rest>...};
    uint8_t index = 0;
    while (!same[index]) ++index;
    return index;
  }

  template <typename T, typename Visitor>
  static decltype(auto) call(Visitor& visitor, const void* value) {
    return visitor(*static_cast<const T*>(value));
  }

 public:
  OneOf() = default;
  template <typename T, typename = std::enable_if_t<kHolds<T>>>
  OneOf(T value) : value_(std::make_shared<T>(std::move(value))), index_(index_of<T>()) {}  // NOLINT: implicit

  /// What is held, if it is a T; else null.
  template <typename T>
  [[nodiscard]] const T* get_if() const {
    return index_ == index_of<T>() ? static_cast<const T*>(address()) : nullptr;
  }

  /// What is held, to change it. Requires a T. Copies keep what they had.
  template <typename T>
  [[nodiscard]] T& change() {
    if (value_.use_count() > 1) value_ = std::make_shared<T>(*get_if<T>());
    return *static_cast<T*>(value_.get());
  }

  /// Calls `visitor` with what is held, as std::visit does.
  template <typename Visitor>
  friend decltype(auto) visit(Visitor&& visitor, const OneOf& of) {
    using Result = std::invoke_result_t<Visitor&, const First&>;
    using Function = Result (*)(Visitor&, const void*);
    static constexpr Function kCalls[] = {&OneOf::call<First, Visitor>, &OneOf::call<Rest, Visitor>...};
    return kCalls[of.index_](visitor, of.address());
  }

 private:
  [[nodiscard]] const void* address() const {
    static const First kFirst{};
    return value_ ? value_.get() : &kFirst;
  }

  std::shared_ptr<void> value_;
  uint8_t index_ = 0;
};

}  // namespace lockstep
