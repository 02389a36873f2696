/* <script src="…/embed.js" data-event="the-end-of-its-address"></script>: the event's page, as high as it is. */
(function () {
  var own = document.currentScript;
  var origin = new URL(own.src).origin;
  var frame = document.createElement('iframe');
  var language = own.dataset.language ? '&lang=' + encodeURIComponent(own.dataset.language) : '';
  frame.src = origin + '/e/' + encodeURIComponent(own.dataset.event) + '?embed=1' + language;
  frame.title = own.dataset.title || 'Registration';
  frame.style.cssText = 'width:100%;height:640px;border:0;display:block';
  addEventListener('message', function (message) {
    if (message.source !== frame.contentWindow || message.origin !== origin) return;
    var height = message.data && message.data.lectern === 'height' && Number(message.data.height);
    if (height > 0 && height < 20000) frame.style.height = height + 'px';
  });
  own.parentNode.insertBefore(frame, own);
})();
