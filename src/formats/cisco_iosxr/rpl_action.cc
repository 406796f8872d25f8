// Changes of attributes. Whatever a `set` changes, it lets the route pass: the compiler sees to that.

#include <fmt/format.h>

#include <algorithm>

#include "formats/cisco_iosxr/rpl_program.h"
#include "formats/word_cursor.h"

namespace ringfence::formats::cisco_iosxr {
namespace {

using model::CommunityOp;
using model::RouteAction;
using model::RouteActionKind;

/// Repetitions of one AS that a statement may ask for, as on the device.
constexpr std::uint32_t kPrependMax = 64;

using Actions = std::optional<std::vector<RouteAction>>;

/// Reads one statement.
class ActionReader {
 public:
  explicit ActionReader(RplSite& site) : site_(site) {}

  Actions Take(const RplToken& keyword) {
    if (keyword.Is("set")) return Set();
    if (keyword.Is("delete")) return Delete();
    if (keyword.Is("prepend")) return Prepend();
    if (keyword.Is("replace")) return Replace();
    return std::nullopt;
  }

 private:
  RplCursor& cursor() { return site_.cursor; }

  static Actions One(RouteAction action) { return std::vector<RouteAction>{std::move(action)}; }

  std::optional<std::uint32_t> TakeNumber(std::uint32_t min, std::uint32_t max) {
    const auto number = ParseNumber(cursor().Peek().text, min, max);
    if (number) cursor().Next();
    return number;
  }

  Actions Value(RouteActionKind kind, std::uint32_t max) {
    const auto number = TakeNumber(0, max);
    if (!number) return std::nullopt;
    return One({.kind = kind, .value = *number});
  }

  /// "100", "+10", "-10".
  Actions Changed(RouteActionKind kind) {
    std::string_view text = cursor().Peek().text;
    RouteAction action{.kind = kind};
    if (text.starts_with('+')) action.op = model::ValueOp::kAdd;
    if (text.starts_with('-')) action.op = model::ValueOp::kSubtract;
    if (action.op != model::ValueOp::kSet) text.remove_prefix(1);
    const auto number = ParseNumber(text, 0, 0xffffffffU);
    if (!number) return std::nullopt;
    cursor().Next();
    action.value = *number;
    return One(std::move(action));
  }

  Actions Set() {
    const RplToken word = cursor().Next();
    if (word.Is("local-preference")) return Changed(RouteActionKind::kLocalPreference);
    if (word.Is("med")) {
      if (cursor().Accept("igp-cost")) return One({.kind = RouteActionKind::kMetricOfIgp});
      return Changed(RouteActionKind::kMetric);
    }
    if (word.Is("metric") || word.Is("ospf-metric") || word.Is("isis-metric") || word.Is("rip-metric"))
      return Changed(RouteActionKind::kMetric);
    if (word.Is("weight")) return Value(RouteActionKind::kWeight, 65535);
    if (word.Is("tag")) return Value(RouteActionKind::kTag, 0xffffffffU);
    if (word.Is("administrative-distance")) return Value(RouteActionKind::kDistance, 255);
    if (word.Is("origin")) return Origin();
    if (word.Is("next-hop")) return NextHop();
    if (word.Is("community")) return Communities(RplSetKind::kCommunity);
    if (word.Is("large-community")) return Communities(RplSetKind::kLarge);
    if (word.Is("extcommunity")) return ExtendedCommunities();
    if (word.Is("metric-type")) return MetricType();
    if (word.Is("level")) return Level();
    // Marks that no decision on a path looks at.
    constexpr std::string_view kMarks[] = {"qos-group", "traffic-index", "spf-priority", "dampening",
                                           "traffic-class"};
    if (std::ranges::find(kMarks, word.text) != std::end(kMarks)) {
      while (!cursor().done() && !BeginsStatement(cursor().Peek())) cursor().Next();
      return One({.kind = RouteActionKind::kAttributeNotModelled});
    }
    return std::nullopt;
  }

  Actions Origin() {
    const RplToken word = cursor().Next();
    RouteAction action{.kind = RouteActionKind::kOrigin};
    if (word.Is("egp"))
      action.origin = model::BgpOrigin::kEgp;
    else if (word.Is("incomplete"))
      action.origin = model::BgpOrigin::kIncomplete;
    else if (!word.Is("igp"))
      return std::nullopt;
    return One(std::move(action));
  }

  Actions NextHop() {
    const RplToken word = cursor().Next();
    if (word.Is("self")) return One({.kind = RouteActionKind::kNextHopSelf});
    if (word.Is("peer-address")) return One({.kind = RouteActionKind::kNextHopPeer});
    if (word.Is("unchanged")) return One({.kind = RouteActionKind::kNextHopUnchanged});
    if (word.Is("discard")) return One({.kind = RouteActionKind::kNextHopDiscard});
    const auto address = net::ParseAddress(word.text);
    if (!address || cursor().Peek().Is("destination-vrf")) return std::nullopt;
    return One({.kind = RouteActionKind::kNextHop, .address = *address});
  }

  RouteAction CommunityAction(RplSetKind kind, CommunityOp op) {
    RouteAction action{.kind = RouteActionKind::kCommunity};
    action.community_op = op;
    action.community_kind = kind == RplSetKind::kExtended ? model::CommunityKind::kExtended
                            : kind == RplSetKind::kLarge  ? model::CommunityKind::kLarge
                                                          : model::CommunityKind::kStandard;
    return action;
  }

  Actions Communities(RplSetKind kind) {
    auto communities = site_.lists.TakeCommunities(cursor(), kind, "", site_.notes);
    if (!communities) return std::nullopt;
    const bool additive = cursor().Accept("additive");
    RouteAction action = CommunityAction(kind, additive ? CommunityOp::kAdd : CommunityOp::kSet);
    action.communities = std::move(*communities);
    return One(std::move(action));
  }

  /// Without `additive` those of the type are replaced, others stay.
  Actions ExtendedCommunities() {
    const RplToken type = cursor().Next();
    if (!type.Is("rt") && !type.Is("soo") && !type.Is("color")) return std::nullopt;
    std::vector<RouteAction> actions;
    auto communities = site_.lists.TakeCommunities(cursor(), RplSetKind::kExtended, type.text, site_.notes);
    if (!communities) return std::nullopt;
    if (!cursor().Accept("additive")) actions.push_back(*DeleteAll(type.text));
    RouteAction action = CommunityAction(RplSetKind::kExtended, CommunityOp::kAdd);
    action.communities = std::move(*communities);
    actions.push_back(std::move(action));
    return actions;
  }

  std::optional<RouteAction> DeleteAll(std::string_view type) {
    const auto all = site_.lists.AllOf(type);
    if (!all) return std::nullopt;
    RouteAction action = CommunityAction(RplSetKind::kExtended, CommunityOp::kDelete);
    action.names.push_back(*all);
    return action;
  }

  Actions Delete() {
    const RplToken word = cursor().Next();
    RplSetKind kind = RplSetKind::kCommunity;
    std::string_view type;
    if (word.Is("large-community")) {
      kind = RplSetKind::kLarge;
    } else if (word.Is("extcommunity")) {
      kind = RplSetKind::kExtended;
      type = cursor().Next().text;
    } else if (!word.Is("community")) {
      return std::nullopt;
    }
    if (cursor().Accept("all")) {
      if (kind != RplSetKind::kExtended) return One(CommunityAction(kind, CommunityOp::kClear));
      const auto all = DeleteAll(type);
      return all ? One(*all) : std::nullopt;
    }
    const bool keeps = cursor().Accept("not");
    // All other types would have to stay.
    if (keeps && kind == RplSetKind::kExtended) return std::nullopt;
    if (!cursor().Accept("in")) return std::nullopt;
    auto list = site_.lists.Take(cursor(), kind, type, site_.notes);
    if (!list) return std::nullopt;
    RouteAction action = CommunityAction(kind, keeps ? CommunityOp::kKeep : CommunityOp::kDelete);
    action.names.push_back(std::move(*list));
    return One(std::move(action));
  }

  Actions Prepend() {
    if (!cursor().Accept("as-path")) return std::nullopt;
    if (cursor().Accept("own-as"))
      return One(
          {.kind = RouteActionKind::kAsPathPrependOwn, .value = TakeNumber(1, kPrependMax).value_or(1)});
    if (cursor().Accept("most-recent"))
      return One(
          {.kind = RouteActionKind::kAsPathPrependLast, .value = TakeNumber(1, kPrependMax).value_or(1)});
    const auto as = ParseAs(cursor().Peek().text);
    if (!as) return std::nullopt;
    cursor().Next();
    const std::uint32_t count = TakeNumber(1, kPrependMax).value_or(1);
    RouteAction action{.kind = RouteActionKind::kAsPathPrepend};
    action.numbers.assign(count, *as);
    return One(std::move(action));
  }

  Actions Replace() {
    if (!cursor().Accept("as-path") || !cursor().Accept("all")) return std::nullopt;
    if (!BeginsStatement(cursor().Peek()) && !cursor().done()) return std::nullopt;
    return One({.kind = RouteActionKind::kAsPathReplaceOwn});
  }

  /// `type-1`, `type-2`, `internal`, `external`.
  Actions MetricType() {
    const RplToken word = cursor().Next();
    RouteAction action{.kind = RouteActionKind::kMetricType};
    if (word.Is("type-1") || word.Is("external"))
      action.value = 1;
    else if (word.Is("type-2"))
      action.value = 2;
    else if (!word.Is("internal"))
      return std::nullopt;
    return One(std::move(action));
  }

  Actions Level() {
    const RplToken word = cursor().Next();
    RouteAction action{.kind = RouteActionKind::kLevel};
    if (word.Is("level-1"))
      action.value = 1;
    else if (word.Is("level-2"))
      action.value = 2;
    else if (word.Is("level-1-2"))
      action.value = 3;
    else
      return std::nullopt;
    return One(std::move(action));
  }

  RplSite& site_;
};

}  // namespace

std::vector<RouteAction> TakeActions(RplSite& site, const RplToken& keyword) {
  const std::size_t before = site.notes.size();
  Actions actions = ActionReader(site).Take(keyword);
  const bool complete = site.cursor.done() || BeginsStatement(site.cursor.Peek());
  if (!actions || !complete) {
    if (site.notes.size() == before) site.Note(keyword.span);
    while (!site.cursor.done() && !BeginsStatement(site.cursor.Peek())) site.cursor.Next();
  }
  if (!actions) return {};
  for (RouteAction& action : *actions) action.span = keyword.span;
  return std::move(*actions);
}

}  // namespace ringfence::formats::cisco_iosxr
