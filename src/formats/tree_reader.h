// What readers of other programs' JSON files share: values with checks, where no table of base/decode.h fits
// (empty lists are fine there, lists hold lists).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "base/value_tree.h"
#include "net/ip.h"

namespace ringfence::formats {

/// Takes values out of a tree; what is wrong is a diagnostic, and `sound()` is false from then on. An invalid
/// node is an absent value. Tree and diagnostics must outlive it.
class TreeReader {
 public:
  TreeReader(const base::ValueTree& tree, base::Diagnostics& diagnostics)
      : tree_(tree), diagnostics_(diagnostics) {}

  /// Nothing was wrong since Restart.
  bool sound() const { return sound_; }
  void Restart() { sound_ = true; }

  /// Adds a finding.
  void Add(base::DiagnosticKind kind, base::Span span, std::string what, std::string hint = {});
  void Invalid(base::NodeRef node, std::string what);
  void WrongShape(base::NodeRef node, std::string_view key, std::string_view shape);
  /// True for a map; keys that are not known are diagnosed with the nearest one that is.
  bool IsMap(base::NodeRef node, std::string_view what, std::span<const std::string_view> known);
  /// Diagnoses a key that is not there.
  void Require(base::NodeRef map, std::string_view key);

  /// Items of a list; nothing for an absent one.
  std::vector<base::NodeRef> List(base::NodeRef node, std::string_view key);
  std::string Text(base::NodeRef node, std::string_view key);
  /// 0 to 4294967295.
  std::optional<std::uint32_t> Number(base::NodeRef node, std::string_view key);
  /// Number of an AS: not 0 (RFC 7607).
  std::uint32_t AsNumber(base::NodeRef node, std::string_view key);
  std::optional<net::IpAddress> Address(base::NodeRef node, std::string_view key);
  /// A prefix with zero host bits.
  net::Prefix Prefix(base::NodeRef node, std::string_view key);
  /// Index of the word among `words`, whatever its letters' case; their number when it is none or absent.
  std::size_t Word(base::NodeRef node, std::string_view key, std::span<const std::string_view> words);

 protected:
  const base::ValueTree& tree_;

 private:
  base::Diagnostics& diagnostics_;
  bool sound_ = true;
};

}  // namespace ringfence::formats
