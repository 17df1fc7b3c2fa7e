// Ce que dit la cloche, en français.

export default {
  readyOn: () => "Vous serez prévenu quand votre pixel sera prêt et que cette page sera hors de vue.",
  readyOff: () => "Plus de notifications.",
  readyDenied: () =>
    "Votre navigateur n’autorise pas les notifications pour cette page. Vous pouvez changer cela "
    + "dans ses réglages.",
  readyMissing: () => "Ce navigateur n’a pas de notifications. Il reste le son (M).",
};
