// Actions of policies: `policy-result`, or in older releases the result as a block of its own.
#include "formats/nokia_srlinux/extract.h"

namespace ringfence::formats::nokia_srlinux {
namespace {

using Action = PolicyActionText;

// `local-preference { set 200 }`.
template <Counted Action::* kMember, std::uint32_t kMax>
void ReadSet(Reader& reader, NodeId block, Action& to) {
  constexpr Rule<Action> kRules[] = {Number<kMember, 0, kMax>("set")};
  Dispatch(reader, block, to, std::span<const Rule<Action>>(kRules));
}
template <Name Action::* kMember>
void ReadSetText(Reader& reader, NodeId block, Action& to) {
  constexpr Rule<Action> kRules[] = {Text<kMember>("set")};
  Dispatch(reader, block, to, std::span<const Rule<Action>>(kRules));
}
constexpr std::uint32_t kMax = 4294967295U;

constexpr Rule<Action> kPrependRules[] = {
    Leaf<Action>("as-number",
                 [](Reader& reader, NodeId value, Action& to) {
                   // `auto` is the own AS.
                   if (reader.word(value) == "auto")
                     to.prepend_as = {0, value, reader.SpanOf(value)};
                   else
                     reader.Keep(value, reader.Number(value, 1, kMax), to.prepend_as);
                 }),
    Number<&Action::prepend_count, 1, 50>("repeat-n"),
};
void ReadPrepend(Reader& reader, NodeId block, Action& to) {
  Dispatch(reader, block, to, std::span(kPrependRules));
}
constexpr Rule<Action> kAsPathRules[] = {
    Block<Action>("prepend", &ReadPrepend),
    Lacks<Action>("remove", kRouting, "AS path that is cleared"),
    Lacks<Action>("replace", kRouting, "AS path that is replaced"),
};
void ReadAsPath(Reader& reader, NodeId block, Action& to) {
  Dispatch(reader, block, to, std::span(kAsPathRules));
}
constexpr Rule<Action> kCommunityRules[] = {
    Text<&Action::community_add>("add"),
    Text<&Action::community_remove>("remove"),
    Text<&Action::community_replace>("replace"),
};
void ReadCommunities(Reader& reader, NodeId block, Action& to) {
  Dispatch(reader, block, to, std::span(kCommunityRules));
}
constexpr Rule<Action> kBgpRules[] = {
    Block<Action>("local-preference", &ReadSet<&Action::local_preference, kMax>),
    Block<Action>("med", &ReadSet<&Action::med, kMax>),
    Block<Action>("next-hop", &ReadSetText<&Action::next_hop>),
    Block<Action>("origin", &ReadSetText<&Action::origin>),
    Block<Action>("as-path", &ReadAsPath),
    Block<Action>("communities", &ReadCommunities),
};
void ReadBgp(Reader& reader, NodeId block, Action& to) { Dispatch(reader, block, to, std::span(kBgpRules)); }

// `accept { bgp { ... } }`.
constexpr Rule<Action> kOldRules[] = {Block<Action>("bgp", &ReadBgp, kRouting)};
void ReadOldResult(Reader& reader, NodeId block, Action& to) {
  to.result = {reader.word(block), block, reader.SpanOf(block)};
  Dispatch(reader, block, to, std::span(kOldRules));
}

constexpr Rule<Action> kActionRules[] = {
    Text<&Action::result>("policy-result"),
    Block<Action>("bgp", &ReadBgp, kRouting),
    Block<Action>("route-preference", &ReadSet<&Action::preference, 255>),
    Block<Action>("metric", &ReadSet<&Action::metric, kMax>),
    Block<Action>("accept", &ReadOldResult, kRouting),
    Block<Action>("reject", &ReadOldResult, kRouting),
    Block<Action>("next-statement", &ReadOldResult, kRouting),
    Block<Action>("next-policy", &ReadOldResult, kRouting),
    Ignores<Action>("trace-options"),
};

}  // namespace

void ReadPolicyAction(Reader& reader, NodeId block, PolicyActionText& action) {
  action.node = block;
  Dispatch(reader, block, action, std::span(kActionRules));
}

}  // namespace ringfence::formats::nokia_srlinux
