// What a request asks, read from its target. Nothing else of a request is input: there are no bodies.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "model/inventory.h"

namespace ringfence::serve {

/// Why a request is not answered: status of HTTP and a sentence.
struct Refusal {
  unsigned status = 400;
  std::string why;
};

/// What the server offers, one path each.
enum class Topic : std::uint8_t { kPage, kOpenApi, kState, kEvents, kReport, kCheck, kWhatIf };

/// A request as understood.
struct Question {
  Topic topic = Topic::kPage;
  std::optional<base::Date> as_of;
  std::vector<std::string> ban;           ///< parties or sets, as --ban
  std::vector<model::ElementKind> kinds;  ///< as --kinds
  std::vector<std::string> fail;          ///< as --fail
};

/// Understands "/api/whatif?ban=untrusted&fail=link:a-b". Paths are compared as they stand: no part of one is
/// ever a name of a file. Unknown paths, unknown or repeated parameters, bad escapes: a refusal.
std::expected<Question, Refusal> ReadQuestion(std::string_view target);

/// The same text for the same question.
std::string KeyOf(const Question& question);

/// True for what holds nothing of a snapshot: the empty page and the description of the interface.
constexpr bool IsPublic(Topic topic) { return topic == Topic::kPage || topic == Topic::kOpenApi; }

}  // namespace ringfence::serve
