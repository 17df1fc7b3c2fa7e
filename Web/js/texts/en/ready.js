// What the bell says, in English.

export default {
  readyOn: () => "You will be notified when your pixel is ready and this page is out of sight.",
  readyOff: () => "No more notifications.",
  readyDenied: () =>
    "Your browser does not allow notifications for this page. You can change that in its settings.",
  readyMissing: () => "This browser has no notifications. The sound (M) is there instead.",
};
