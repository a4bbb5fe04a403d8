/** Reveals the copy buttons where copying can work; without it the reference is ordinary text that selects in one tap. */
export const copyScript = `
(function(){
var live=document.getElementById('live');
if(!live||!navigator.clipboard)return;
document.querySelectorAll('button[data-copy]').forEach(function(button){
var idle=button.textContent;
button.hidden=false;
button.addEventListener('click',function(){
navigator.clipboard.writeText(button.dataset.copy).then(function(){
button.textContent=live.textContent=live.dataset.copied;
setTimeout(function(){button.textContent=idle;live.textContent='';},2000);
},function(){button.hidden=true;});
});
});
})();
`;
