// Result<T>: the answer, or why the environment did not let us produce it (file unreadable, and so on).
// Bad user input is not an Error but a Diagnostic (diagnostic.h); our own bugs are RF_CHECK.
#pragma once

#include <expected>
#include <string>

namespace ringfence::base {

/// Why an operation on the environment failed, as a sentence for the user.
struct Error {
  std::string message;
};

/// Value or Error.
template <class T>
using Result = std::expected<T, Error>;

/// Builds the error alternative of a Result.
inline std::unexpected<Error> Fail(std::string message) { return std::unexpected(Error{std::move(message)}); }

}  // namespace ringfence::base
