// Problem: a register states shares one by one, in intervals, again after changes; a policy has one entry for
// an owner of a company. Idea: what is joined gets wider, never narrower: the interval that holds all, from
// the first day to the last; nothing at least, when the days differ, for then no share held all the time.

#include "importers/ownership.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/decode.h"
#include "report/starter_yaml.h"

namespace ringfence::importers {
namespace {

using base::DiagnosticKind;

/// Most decimals of a percent that are looked at (origin: registers compute with doubles).
constexpr std::size_t kDecimalsMax = 20;

/// Bytes of sources beyond which no further one is named (origin: what is said is that they were joined).
constexpr std::size_t kBecauseMax = 2000;

std::string PercentText(std::uint32_t bp) {
  return bp % 100 == 0 ? fmt::format("{}%", bp / 100) : fmt::format("{}.{:02}%", bp / 100, bp % 100);
}

std::string ShareText(const Share& share) {
  if (share.min_bp == share.max_bp) return PercentText(share.min_bp);
  return PercentText(share.min_bp) + ".." + PercentText(share.max_bp);
}

/// Takes a second statement about a pair into the first.
void Widen(StatedShare& into, const StatedShare& more) {
  if (into.from != more.from || into.until != more.until) into.share.min_bp = 0;
  into.share.min_bp = std::min(into.share.min_bp, more.share.min_bp);
  into.share.max_bp = std::max(into.share.max_bp, more.share.max_bp);
  into.from = into.from.empty() || more.from.empty() ? "" : std::min(into.from, more.from);
  into.until = into.until.empty() || more.until.empty() ? "" : std::max(into.until, more.until);
  if (into.because.size() < kBecauseMax && !into.because.contains(more.because))
    into.because += "; " + more.because;
}

}  // namespace

std::optional<Share> ShareOfPercent(std::string_view text) {
  const std::size_t dot = std::min(text.find('.'), text.size());
  std::uint32_t whole = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + dot, whole);
  if (error != std::errc() || end != text.data() + dot || whole > 100) return std::nullopt;
  const std::string_view decimals = dot < text.size() ? text.substr(dot + 1) : "";
  const bool digits = std::ranges::all_of(decimals, [](char byte) { return byte >= '0' && byte <= '9'; });
  if (!digits || decimals.size() > kDecimalsMax || (dot < text.size() && decimals.empty()))
    return std::nullopt;
  Share share{whole * 100, 0};
  for (std::size_t i = 0; i < 2 && i < decimals.size(); ++i)
    share.min_bp += static_cast<std::uint32_t>(decimals[i] - '0') * (i == 0 ? 10U : 1U);
  const bool more =
      decimals.size() > 2 && std::ranges::any_of(decimals.substr(2), [](char byte) { return byte != '0'; });
  share.max_bp = share.min_bp + (more ? 1U : 0U);
  return share.max_bp > 10000 ? std::nullopt : std::optional(share);
}

bool PartyBook::AddParty(const std::string& id, StatedParty party, Import& import) {
  if (party.name.empty()) party.name = id;
  const auto [at, fresh] = parties_.emplace(id, party);
  if (!fresh)
    import.diagnostics().Add({DiagnosticKind::kNameDuplicate,
                              party.span,
                              fmt::format("'{}' is stated twice", id),
                              {at->second.span}});
  return fresh;
}

void PartyBook::NameParties() {
  std::map<std::string, std::size_t, std::less<>> counts;
  for (const auto& [id, party] : parties_) ++counts[party.name];
  for (const auto& [id, party] : parties_)
    names_.emplace(id, counts[party.name] == 1 ? party.name : fmt::format("{} [{}]", party.name, id));
}

void PartyBook::Write(Import& import) const {
  for (const auto& [id, party] : parties_) {
    Record& record = import.At(Section::kParties, NameOf(id), party.span, party.because);
    import.Set(record, "kind", party.kind, party.span);
    import.Set(record, "jurisdiction", party.jurisdiction, party.span);
  }
  std::map<std::string, std::map<std::string, StatedShare>> owners;  // owned -> owner
  for (const StatedShare& share : shares_) {
    if (!Has(share.owner) || !Has(share.owned)) {
      import.Add(
          DiagnosticKind::kNameUnknown, share.span,
          fmt::format("'{}' is no party of these files", Has(share.owner) ? share.owned : share.owner));
      continue;
    }
    if (!share.from.empty() && !share.until.empty() && share.until < share.from) {
      import.Add(DiagnosticKind::kDatesNeverApply, share.span,
                 fmt::format("a share from {} until {}", share.from, share.until));
      continue;
    }
    const auto [at, fresh] = owners[share.owned].emplace(share.owner, share);
    if (fresh) continue;
    Widen(at->second, share);
    import.Leave("several statements about one owner of one company are one interval in the result",
                 share.span);
  }
  for (const auto& [owned, shares] : owners) {
    std::string text;
    for (const auto& [owner, share] : shares) {
      const auto name = report::YamlName(NameOf(owner));
      const auto because = report::YamlName(share.because);
      if (!name || !because) continue;  // said where the party was taken
      text += fmt::format("{}{}: {{share: {}", text.empty() ? "" : ", ", *name, ShareText(share.share));
      if (!share.from.empty()) text += ", from: " + share.from;
      if (!share.until.empty()) text += ", until: " + share.until;
      text += fmt::format(", because: {}}}", *because);
    }
    const StatedParty& party = parties_.find(owned)->second;
    Record& record = import.At(Section::kParties, NameOf(owned), party.span, "");
    import.SetYaml(record, "owners", "{" + text + "}", party.span);
  }
}

}  // namespace ringfence::importers
